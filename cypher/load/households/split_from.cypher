// The household that each household was split from.
UNWIND $links AS link
MATCH (household:Household {id: link.from}), (origin:Household {id: link.to})
CREATE (household)-[:SPLIT_FROM]->(origin)
