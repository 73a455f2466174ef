// Persons whose ID numbers are no longer one.
UNWIND $ids AS id
MATCH (person:Person {id: id})-[same:SAME_PERSON]-(other:Person)
WHERE person.idNumber IS NULL OR other.idNumber IS NULL OR person.idNumber <> other.idNumber
DELETE same
