// The agency that paid each payment.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (payer:Agency {id: link.to})
CREATE (payment)-[:PAID_BY]->(payer)
