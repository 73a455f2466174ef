// Which of some persons were taken for others, and those ones' ID numbers.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (:Person {id: id})-[:SAME_PERSON]-(other:Person)
RETURN id, other.idNumber AS number
ORDER BY id, number
