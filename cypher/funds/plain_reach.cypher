// The benchmark's plain question: payments made directly to kin within two steps, on whatever day, the 50 largest.
MATCH (official:Person {id: $official})-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..2]-(relative:Person)
WHERE relative.id <> $official
  AND any(prefix IN $scope WHERE official.regionCode STARTS WITH prefix)
  AND any(prefix IN $scope WHERE relative.regionCode STARTS WITH prefix)
WITH DISTINCT relative
MATCH (relative)<-[:PAID_TO]-(payment:Payment)
RETURN payment.id AS paymentId, payment.amountFen AS amountFen, toString(payment.paidOn) AS paidOn,
       relative.id AS relativeId, relative.name AS name
ORDER BY amountFen DESC, paymentId
LIMIT 50
