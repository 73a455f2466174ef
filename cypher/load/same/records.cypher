// The records that bear one of some ID numbers, where there are several or were, the least id first.
// scope: none, because the loader judges rows against everything on file.
UNWIND $numbers AS number
MATCH (person:Person {idNumber: number})
WITH number, person
ORDER BY number, person.id
WITH number, collect({id: person.id, who: person.sameAs, batch: person.batch, row: person.row}) AS records
WHERE size(records) > 1 OR records[0].who IS NOT NULL
RETURN records
ORDER BY records[0].id
