// The stages of a project and of its contracts, as they should follow.
// scope: none, because the project was already in scope.
MATCH (:Project {id: $project})<-[:STAGE_OF]-(one:Stage)
OPTIONAL MATCH (one)-[:FOR]->(contract:Contract)
RETURN one.stage AS stage, contract.id AS contractId, toString(one.dueOn) AS dueOn, toString(one.doneOn) AS doneOn,
       toString(one.filedOn) AS filedOn, toString(one.acceptedOn) AS acceptedOn, one.progress AS progress,
       one.batch AS batch, one.row AS row
ORDER BY CASE one.stage WHEN 'APPROVED' THEN 1 WHEN 'TENDERED' THEN 2 WHEN 'CONTRACTED' THEN 3 WHEN 'STARTED' THEN 4
  WHEN 'ACCEPTED' THEN 5 ELSE 6 END, contractId, one.id
