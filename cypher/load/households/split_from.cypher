// The household that each household was split from.
UNWIND $links AS link
MATCH (household:Household {id: link.from})
MATCH (origin:Household {id: link.to})
CREATE (household)-[:SPLIT_FROM]->(origin)
