// Programmes by id.
// scope: none, because programmes are public.
UNWIND $ids AS id
MATCH (programme:Programme {id: id})
RETURN programme.id AS id, programme.name AS name
ORDER BY id
