// Takes away payees whom nothing names any more.
UNWIND $ids AS id
MATCH (person:Person {id: id})
DETACH DELETE person
