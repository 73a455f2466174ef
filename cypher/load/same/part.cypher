// Records that are no longer one person.
UNWIND $ids AS id
MATCH (person:Person {id: id})-[same:SAME_PERSON]-(other:Person)
WHERE person.sameAs IS NULL OR other.sameAs IS NULL OR person.sameAs <> other.sameAs
WITH DISTINCT same
DELETE same
