// The company that each payment was paid to.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (payee:Company {id: link.to})
CREATE (payment)-[:PAID_TO]->(payee)
