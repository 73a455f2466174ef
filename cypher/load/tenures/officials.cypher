// Whoever holds or held a post is an official.
UNWIND $ids AS id
MATCH (person:Person {id: id})
SET person:Official
