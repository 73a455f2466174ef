// The children of some persons.
// scope: none, because the loader derives siblings for everyone on file.
UNWIND $ids AS id
MATCH (:Person {id: id})-[:PARENT_OF]->(child:Person)
RETURN DISTINCT child.id AS id
ORDER BY id
