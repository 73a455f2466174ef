// The person that each payment was paid to.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (payee:Person {id: link.to})
CREATE (payment)-[:PAID_TO]->(payee)
