// The account that each payment went into.
UNWIND $links AS link
MATCH (payment:Payment {id: link.from}), (account:Account {id: link.to})
CREATE (payment)-[:INTO]->(account)
