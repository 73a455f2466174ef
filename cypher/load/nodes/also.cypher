// Another batch that brought the same rows.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
WHERE NOT $batch IN coalesce(node.also, [])
SET node.also = coalesce(node.also, []) + [$batch]
