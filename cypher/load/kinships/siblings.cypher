// The sibling links of some persons, and whether each was derived.
// scope: none, because the loader derives siblings for everyone on file.
UNWIND $ids AS id
MATCH (:Person {id: id})-[link:SIBLING_OF]-(other:Person)
RETURN id AS personId, other.id AS otherId, link.id AS id, link.derivedFrom IS NOT NULL AS derived,
       link.household AS household, link.digest AS digest
ORDER BY id, personId
