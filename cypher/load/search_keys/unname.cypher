// Takes away the names of nodes, and the keys that nothing is named by any more.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
WITH node
MATCH (node)-[naming:NAMED]->(key:SearchKey)
DELETE naming
WITH DISTINCT key
WHERE NOT EXISTS { (key)<-[:NAMED]-() }
DELETE key
