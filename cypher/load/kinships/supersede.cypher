// Derived sibling links whose pair is handed over: the link handed over wins.
UNWIND $rows AS row
MATCH (:Person {id: row.fromId})-[derived:SIBLING_OF]->(:Person {id: row.toId})
WHERE derived.derivedFrom IS NOT NULL
DELETE derived
