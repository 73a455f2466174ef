// Search keys that are not there yet.
UNWIND $keys AS row
MERGE (key:SearchKey {id: row.id})
ON CREATE SET key.initial = row.initial
