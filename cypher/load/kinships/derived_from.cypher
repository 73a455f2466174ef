// Who has a sibling link that follows from some parents.
// scope: none, because the loader derives siblings for everyone on file.
UNWIND $ids AS id
MATCH (:Person {id: id})-[:SAME_PERSON*0..1]-(:Person)-[:PARENT_OF]->(child:Person)-[link:SIBLING_OF]-(:Person)
WHERE id IN link.derivedFrom
RETURN DISTINCT child.id AS childId
ORDER BY childId
