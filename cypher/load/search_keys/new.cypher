// Search keys that are not there yet.
UNWIND $keys AS row
MERGE (:SearchKey {id: row.id, initial: row.initial})
