// Whoever holds no post on file is no official.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WHERE NOT EXISTS { (person)-[:HOLDS]->(:Post) }
REMOVE person:Official
