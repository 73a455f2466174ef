// The nodes of a label that a table's rows made.
// scope: none, because export writes everything on file.
MATCH (node:<Label>)
WHERE node.batch IS NOT NULL
RETURN node.id AS id
ORDER BY id
