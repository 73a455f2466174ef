// Whose parents some batches brought.
// scope: none, because the loader derives siblings for everyone on file.
MATCH (:Person)-[link:PARENT_OF]->(child:Person)
WHERE link.batch IN $batches
RETURN DISTINCT child.id AS childId
ORDER BY childId
