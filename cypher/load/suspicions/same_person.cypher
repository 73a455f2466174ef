// Persons with one ID number, the least id first.
// scope: none, because the loader judges rows against everything on file.
UNWIND $numbers AS number
MATCH (person:Person {idNumber: number})
WITH number, person
ORDER BY number, person.id
WITH number, collect(person.id) AS ids
WHERE size(ids) > 1
RETURN ids
ORDER BY ids[0]
