// Links that other batches brought too, without one of them.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $rows AS row
MATCH (one:<Start> {id: row[0]})
WITH row, one
MATCH (one)-[link:<TYPE>]->(:<End>)
WHERE link.id = row[1]
SET link.batch = row[2], link.also = row[3]
