// Links of a kind, in the script that rebuilds a graph.
UNWIND <rows> AS row
MATCH (one:<Start> {id: row[0]}), (other:<End> {id: row[1]})
CREATE (one)-[link:<TYPE>]->(other)
SET link = row[2]
