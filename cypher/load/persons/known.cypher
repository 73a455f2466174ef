// Which of some persons are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN id, person.digest AS digest, person.regionCode AS regionCode, toString(person.bornOn) AS bornOn
ORDER BY id
