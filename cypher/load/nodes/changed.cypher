// Nodes whose row has changed: the new values instead of the old, and none of the links that the old
// row made. Links with a row of their own have a batch and stay.
UNWIND $rows AS row
MATCH (node:<Label> {id: row[0]})
SET node = {<properties>}
WITH node
MATCH (node)-[own]->()
WHERE own.batch IS NULL
DELETE own
