// The agency that runs each programme.
UNWIND $links AS link
MATCH (programme:Programme {id: link.from}), (agency:Agency {id: link.to})
CREATE (programme)-[:RUN_BY]->(agency)
