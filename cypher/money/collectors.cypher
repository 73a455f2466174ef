// Accounts into which payments to enough persons of enough households of a region went: the largest first. A
// household stands for its head; who is registered in none, for a household of their own.
MATCH (payee:Person|Household)
WHERE payee.regionCode STARTS WITH $region
MATCH (payee)<-[:PAID_TO]-(payment:Payment)-[:INTO]->(account:Account)
WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
  AND ($institutions OR NOT EXISTS { MATCH (account)-[:OWNED_BY]->(:Agency) })
WITH DISTINCT account.id AS accountId
CALL {
  WITH accountId
  MATCH (account:Account {id: accountId})<-[:INTO]-(payment:Payment)-[:PAID_TO]->(payee:Person|Household)
  WHERE payee.regionCode STARTS WITH $region AND coalesce(payment.status, 'PAID') = 'PAID'
    AND payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
    AND (any(prefix IN $scope WHERE payment.regionCode STARTS WITH prefix OR payee.regionCode STARTS WITH prefix) OR EXISTS {
      MATCH (payment)-[:PAID_BY]->(payer) WHERE any(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix) })
  OPTIONAL MATCH (payee)<-[tie:MEMBER_OF]-(head:Person)
  WHERE tie.head AND (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
  WITH payment, payee, min(head.id) AS headId
  WITH payment, payee, CASE WHEN payee:Person THEN payee.id ELSE headId END AS personId
  OPTIONAL MATCH (:Person {id: personId})-[tie:MEMBER_OF]->(home:Household)
  WHERE coalesce(home.kind, 'REGISTERED') = 'REGISTERED'
    AND (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
  WITH payment, payee, personId, min(home.id) AS homeId ORDER BY payee.id, payment.id
  RETURN count(DISTINCT coalesce(personId, payee.id)) AS persons, count(DISTINCT coalesce(homeId, payee.id)) AS households,
    count(payment) AS payments, sum(payment.amountFen) AS amountFen, min(payment.id) AS leastPayment,
    toString(min(payment.paidOn)) AS firstOn, toString(max(payment.paidOn)) AS lastOn,
    collect(DISTINCT {label: CASE WHEN payee:Person THEN 'PERSON' ELSE 'HOUSEHOLD' END, id: payee.id}) AS payees
}
WITH accountId, persons, households, payments, amountFen, leastPayment, firstOn, lastOn, payees
WHERE persons >= $minPersons AND households >= $minHouseholds
WITH accountId, persons, households, payments, amountFen, leastPayment, firstOn, lastOn, payees,
  '' IN $scope OR EXISTS { MATCH (:Account {id: accountId})-[:OWNED_BY]->(owner)
    WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS seen
ORDER BY amountFen DESC, leastPayment
WITH sum(CASE WHEN seen THEN 0 ELSE 1 END) AS hidden, collect({accountId: CASE WHEN seen THEN accountId END, persons: persons,
  households: households, payments: payments, amountFen: amountFen, leastPayment: leastPayment, firstOn: firstOn, lastOn: lastOn,
  payees: payees}) AS found
RETURN hidden, size(found) AS totalCount,
  [one IN found WHERE one.amountFen < $afterFen OR one.amountFen = $afterFen AND one.leastPayment > $afterId][0..$limit] AS rows
