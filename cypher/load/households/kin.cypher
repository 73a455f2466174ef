// The kin links that begin at some persons: handed over, or derived and from which household.
// scope: none, because the loader derives kin for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (one:Person {id: id})
WITH one
MATCH (one)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(other:Person)
RETURN one.id AS fromId, type(link) AS kind, other.id AS toId, link.id AS id, link.household AS household,
       link.derivedFrom IS NOT NULL AS derived, link.digest AS digest
ORDER BY fromId, kind, toId, id
