// Who has a sibling link that follows from some parents.
// scope: none, because the loader derives siblings for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (parent:Person {id: id})
WITH id, parent
MATCH (parent)-[:SAME_PERSON*0..1]-(:Person)-[:PARENT_OF]->(child:Person)-[link:SIBLING_OF]-(:Person)
WHERE id IN link.derivedFrom
RETURN DISTINCT child.id AS childId
ORDER BY childId
