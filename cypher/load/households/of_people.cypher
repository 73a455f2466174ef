// The households that some persons belong to.
// scope: none, because the loader derives kin for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (one:Person {id: id})
WITH one
MATCH (one)-[:MEMBER_OF]->(household:Household)
RETURN DISTINCT household.id AS id
ORDER BY id
