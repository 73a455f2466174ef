// Which companies a person represents, directs or controls on the day, on any record of theirs.
// scope: none, because the person was already in scope, and other ids become cards only within scope.
MATCH (:Person {id: $person})-[same:SAME_PERSON*0..1]-(holder:Person)-[tie:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF]->(company:Company)
WHERE (tie.from IS NULL OR tie.from <= date($on)) AND (tie.to IS NULL OR date($on) <= tie.to)
