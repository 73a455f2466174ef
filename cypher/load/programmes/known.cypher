// Which of some programmes are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (programme:Programme {id: id})
RETURN id, programme.digest AS digest, null AS regionCode, null AS bornOn
ORDER BY id
