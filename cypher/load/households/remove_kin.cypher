// Takes away kin links that follow from no household any more, or that are handed over now.
UNWIND $links AS gone
MATCH (:Person {id: gone[0]})-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(:Person)
WHERE link.id = gone[1]
DELETE link
