// Rows that the graph does not have, as links.
UNWIND $rows AS row
MATCH (one:<Start> {id: row[0]}), (other:<End> {id: row[1]})
CREATE (one)-[:<TYPE> {<properties>}]->(other)
