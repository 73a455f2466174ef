// Addresses that are not there yet.
UNWIND $keys AS key
MERGE (:Address {id: key})
