// Takes away the names of nodes, and the keys that nothing is named by any more.
UNWIND $ids AS id
MATCH (:<Label> {id: id})-[naming:NAMED]->(key:SearchKey)
DELETE naming
WITH DISTINCT key
WHERE NOT EXISTS { (key)<-[:NAMED]-() }
DELETE key
