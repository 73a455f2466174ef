// What each agency is a part of.
UNWIND $links AS link
MATCH (part:Agency {id: link.from}), (whole:Agency {id: link.to})
CREATE (part)-[:PART_OF]->(whole)
