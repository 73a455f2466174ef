// Another batch that brought the same rows.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
SET node.also = coalesce(node.also, []) + [$batch]
