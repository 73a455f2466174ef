// The programme that each payment was made under.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (programme:Programme {id: link.to})
CREATE (payment)-[:UNDER]->(programme)
