// The keys under which companies are found.
UNWIND $rows AS row
MATCH (named:Company {id: row.id})
UNWIND row.keys AS keyId
MATCH (key:SearchKey {id: keyId})
CREATE (named)-[:NAMED]->(key)
