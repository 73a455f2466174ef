// Search keys that are not there yet.
// By the id alone: a planner may look for both properties, and an initial has very many keys.
UNWIND $keys AS row
MERGE (key:SearchKey {id: row.id})
ON CREATE SET key.initial = row.initial
