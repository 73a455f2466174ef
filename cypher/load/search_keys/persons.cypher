// The keys under which persons are found.
UNWIND $rows AS row
MATCH (named:Person {id: row.id})
UNWIND row.keys AS keyId
MATCH (key:SearchKey {id: keyId})
CREATE (named)-[:NAMED]->(key)
