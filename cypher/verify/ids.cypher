// The next ids of a label.
// scope: none, because verify holds everything on file against the model.
MATCH (node:<Label>)
WHERE node.id > $after
WITH node.id AS id
ORDER BY id
LIMIT $most
RETURN collect(id) AS ids
