// The children of some persons, whichever record of theirs says so, of each at most as many as asked for.
// scope: none, because the loader derives siblings for everyone on file.
UNWIND $ids AS id
MATCH (parent:Person {id: id})
CALL (parent) {
  MATCH (parent)-[:SAME_PERSON*0..1]-(:Person)-[:PARENT_OF]->(child:Person)
  WITH DISTINCT child.id AS childId
  LIMIT $most
  RETURN collect(childId) AS childIds
}
RETURN id AS parentId, childIds
ORDER BY parentId
