// What changed these contracts, in the order it was signed.
// scope: none, because the project was already in scope.
MATCH (contract)<-[:AMENDS]-(amendment:Amendment)
RETURN amendment.id AS id, contract.id AS contractId, amendment.amountChangeFen AS amountChangeFen,
       toString(amendment.signedOn) AS signedOn, toString(amendment.approvedOn) AS approvedOn, amendment.reason AS reason,
       amendment.batch AS batch, amendment.row AS row
ORDER BY signedOn, id
