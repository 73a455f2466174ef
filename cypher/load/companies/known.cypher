// Which of some companies are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (company:Company {id: id})
RETURN id, company.digest AS digest, company.regionCode AS regionCode, null AS bornOn
ORDER BY id
