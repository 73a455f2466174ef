// The sibling links of some persons, and whether each was derived.
// scope: none, because the loader derives siblings for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (one:Person {id: id})
WITH id, one
MATCH (one)-[link:SIBLING_OF]-(other:Person)
RETURN id AS personId, other.id AS otherId, link.id AS id, link.derivedFrom IS NOT NULL AS derived,
       link.household AS household, link.digest AS digest
ORDER BY id, personId
