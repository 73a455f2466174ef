// The children of some persons.
// scope: none, because the loader derives siblings for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WITH person
MATCH (person)-[:PARENT_OF]->(child:Person)
RETURN DISTINCT child.id AS id
ORDER BY id
