// One page of them in an order; the last paid or the largest first. A payer out of scope has no card.
WITH payment, CASE $order WHEN 'PAID_ON' THEN 0 - duration.inDays(date('1970-01-01'), payment.paidOn).days ELSE 0 - payment.amountFen END AS key
WHERE $afterKey IS NULL OR key > $afterKey OR key = $afterKey AND payment.id > $afterId
WITH payment, key
ORDER BY key, payment.id
LIMIT $limit
OPTIONAL MATCH (payment)-[:PAID_BY]->(payer:Agency)
WHERE any(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix)
OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
RETURN key, {id: payment.id, amountFen: payment.amountFen, paidOn: toString(payment.paidOn), status: payment.status,
  regionCode: payment.regionCode, batch: payment.batch, row: payment.row,
  programme: CASE WHEN programme IS NOT NULL THEN {id: programme.id, name: programme.name} END,
  payer: CASE WHEN payer IS NOT NULL THEN {id: payer.id, name: payer.name, regionCode: payer.regionCode} END} AS node
ORDER BY key, payment.id
