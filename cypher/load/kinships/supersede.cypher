// Derived kin links whose pair is handed over: the link handed over wins.
UNWIND $links AS link
MATCH (:Person {id: link[0]})-[derived:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(:Person {id: link[2]})
WHERE type(derived) = link[1] AND derived.derivedFrom IS NOT NULL
DELETE derived
