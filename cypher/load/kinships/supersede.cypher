// Derived sibling links whose pair is handed over: the link handed over wins.
UNWIND $pairs AS pair
MATCH (:Person {id: pair[0]})-[derived:SIBLING_OF]->(:Person {id: pair[1]})
WHERE derived.derivedFrom IS NOT NULL
DELETE derived
