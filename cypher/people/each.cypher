// People, one by one.
UNWIND $people AS one
MATCH (person:Person {id: one})
