// Which persons some numbers belong to.
// scope: none, because the loader judges rows against everything on file.
UNWIND $numbers AS number
MATCH (bearer:Person {idNumber: number})
RETURN number, bearer.id AS id
ORDER BY number, id
