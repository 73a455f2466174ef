// The kin links that begin at some persons: handed over, or derived and from which household.
// scope: none, because the loader derives kin for everyone on file.
UNWIND $ids AS id
MATCH (one:Person {id: id})-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(other:Person)
RETURN one.id AS fromId, type(link) AS kind, other.id AS toId, link.id AS id, link.household AS household,
       link.derivedFrom IS NOT NULL AS derived, link.digest AS digest
ORDER BY fromId, kind, toId, id
