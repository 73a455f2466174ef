// The keys under which companies are found.
UNWIND $links AS link
MATCH (named:Company {id: link.id})
MATCH (key:SearchKey {id: link.key})
CREATE (named)-[:NAMED]->(key)
