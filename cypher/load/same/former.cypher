// Which of some persons were taken for others, and those ones' ID numbers.
// scope: none, because the loader judges rows against everything on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WITH id, person
MATCH (person)-[:SAME_PERSON]-(other:Person)
RETURN id, other.idNumber AS number
ORDER BY id, number
