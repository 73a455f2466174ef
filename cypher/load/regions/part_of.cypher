// What each region is a part of.
UNWIND $links AS link
MATCH (part:Region {id: link.from}), (whole:Region {id: link.to})
CREATE (part)-[:PART_OF]->(whole)
