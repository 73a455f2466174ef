// Takes away kin links that follow from no household any more, or that are handed over now.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $links AS gone
MATCH (one:Person {id: gone[0]})
WITH gone, one
MATCH (one)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(:Person)
WHERE link.id = gone[1]
DELETE link
