// What the rows of nodes link them to.
UNWIND $links AS link
MATCH (node:<Label> {id: link[0]}), (other:<End> {id: link[1]})
CREATE (node)-[:<TYPE> {<properties>}]->(other)
