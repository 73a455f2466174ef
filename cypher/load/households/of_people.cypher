// The households that some persons belong to.
// scope: none, because the loader derives kin for everyone on file.
UNWIND $ids AS id
MATCH (:Person {id: id})-[:MEMBER_OF]->(household:Household)
RETURN DISTINCT household.id AS id
ORDER BY id
