// Links that other batches brought too, without one of them.
UNWIND $rows AS row
MATCH (:<Start> {id: row[0]})-[link:<TYPE>]->(:<End>)
WHERE link.id = row[1]
SET link.batch = row[2], link.also = row[3]
