// Contracts whose supplier did not bid for the lot, though others are known to have.
// scope: none, because the loader judges rows against everything on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (contract:Contract {id: id})
WITH id, contract
MATCH (contract)-[:UNDER]->(tender:Tender)
MATCH (contract)-[:BY]->(supplier)
WHERE EXISTS { MATCH (tender)<-[:UNDER]-(:Bid) }
  AND NOT EXISTS { MATCH (tender)<-[:UNDER]-(:Bid)-[:BY]->(supplier) }
RETURN id, tender.id AS tender, contract.batch AS batch, contract.row AS row
ORDER BY id
