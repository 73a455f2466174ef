// The next ids of a label. What the loader itself noted of coverage came with no batch.
// scope: none, because verify holds everything on file against the model.
MATCH (node:<Label>)
WHERE node.id > $after AND node.batch IS NOT NULL
WITH node.id AS id
ORDER BY id
LIMIT $most
RETURN collect(id) AS ids
