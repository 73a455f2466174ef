// Derived kin links whose pair is handed over: the link handed over wins.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $links AS link
MATCH (one:Person {id: link[0]})
WITH link, one
MATCH (one)-[derived:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(:Person {id: link[2]})
WHERE type(derived) = link[1] AND derived.derivedFrom IS NOT NULL
DELETE derived
