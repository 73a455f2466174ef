// The agency that each payment was paid to.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (payee:Agency {id: link.to})
CREATE (payment)-[:PAID_TO]->(payee)
