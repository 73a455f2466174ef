// Payments of which the own region, the payee's or the payer's is in scope; a payer out of scope has no card.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})
WHERE any(prefix IN $scope WHERE payment.regionCode STARTS WITH prefix)
   OR EXISTS { MATCH (payment)-[:PAID_BY|PAID_TO]->(party) WHERE any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix) }
OPTIONAL MATCH (payment)-[:PAID_BY]->(payer:Agency)
WHERE any(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix)
OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
RETURN payment.id AS id, payment.amountFen AS amountFen, toString(payment.paidOn) AS paidOn, payment.status AS status,
       payment.regionCode AS regionCode, payment.batch AS batch, payment.row AS row,
       CASE WHEN programme IS NULL THEN null ELSE {id: programme.id, name: programme.name} END AS programme,
       CASE WHEN payer IS NULL THEN null ELSE {id: payer.id, name: payer.name, regionCode: payer.regionCode} END AS payer
ORDER BY id
