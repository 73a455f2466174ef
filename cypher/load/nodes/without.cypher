// Nodes that other batches brought too, without one of them.
UNWIND $rows AS row
MATCH (node:<Label> {id: row[0]})
SET node.batch = row[1], node.also = row[2]
