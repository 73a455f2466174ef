// Which of some agencies are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (agency:Agency {id: id})
RETURN id, agency.digest AS digest, agency.regionCode AS regionCode, null AS bornOn
ORDER BY id
