// Nodes that a batch brought, alone or with others.
// scope: none, because taking back a batch is the loader's.
MATCH (node:<Label>)
WHERE node.batch = $batch OR $batch IN coalesce(node.also, [])
RETURN node.id AS id
ORDER BY id
