// Telephones that are not there yet.
UNWIND $keys AS key
MERGE (:Phone {id: key})
