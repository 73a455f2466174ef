// Their cards; a buyer out of scope has none, and suppliers become cards only within scope.
MATCH (contract)-[:BY]->(supplier:Company|Person)
OPTIONAL MATCH (contract)-[:PERFORMED_BY]->(performer:Company|Person)
OPTIONAL MATCH (contract)-[:UNDER]->(tender:Tender)
OPTIONAL MATCH (contract)-[:BOUGHT_BY]->(buyer:Agency)
WHERE any(prefix IN $scope WHERE buyer.regionCode STARTS WITH prefix)
RETURN contract.id AS id, tender.id AS tenderId, contract.method AS method, contract.budgetItem AS budgetItem,
       contract.category AS category, contract.amountFen AS amountFen, contract.advance AS advance,
       toString(contract.awardedOn) AS awardedOn, toString(contract.signedOn) AS signedOn,
       CASE WHEN supplier:Company THEN supplier.id END AS supplierCompany, CASE WHEN supplier:Person THEN supplier.id END AS supplierPerson,
       CASE WHEN performer:Company THEN performer.id END AS performerCompany, CASE WHEN performer:Person THEN performer.id END AS performerPerson,
       CASE WHEN buyer IS NOT NULL THEN {id: buyer.id, name: buyer.name, regionCode: buyer.regionCode} END AS buyer,
       contract.batch AS batch, contract.row AS row
ORDER BY id
