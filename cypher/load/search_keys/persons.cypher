// The keys under which persons are found.
UNWIND $links AS link
MATCH (named:Person {id: link.id})
MATCH (key:SearchKey {id: link.key})
CREATE (named)-[:NAMED]->(key)
