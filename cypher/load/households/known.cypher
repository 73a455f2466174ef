// Which of some households are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (household:Household {id: id})
RETURN id, household.digest AS digest, household.regionCode AS regionCode, null AS bornOn
ORDER BY id
