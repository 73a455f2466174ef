// The ids of a label.
// scope: none, because export writes everything on file.
MATCH (node:<Label>)
RETURN node.id AS id
ORDER BY id
