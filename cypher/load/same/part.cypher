// Records that are no longer one person.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WITH person
MATCH (person)-[same:SAME_PERSON]-(other:Person)
WHERE person.sameAs IS NULL OR other.sameAs IS NULL OR person.sameAs <> other.sameAs
WITH DISTINCT same
DELETE same
