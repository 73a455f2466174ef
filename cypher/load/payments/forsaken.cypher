// Payees whom no register knows and nothing names any more.
// scope: none, because the loader judges rows against everything on file.
MATCH (person:Person)
WHERE person.registered = false AND NOT EXISTS {
  MATCH (person)-[link]-(other) WHERE type(link) <> 'SAME_PERSON'
}
RETURN person.id AS id, person.idNumber AS number
ORDER BY id
