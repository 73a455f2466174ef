// The payment that each payment corrects.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (corrected:Payment {id: link.to})
CREATE (payment)-[:CORRECTS]->(corrected)
