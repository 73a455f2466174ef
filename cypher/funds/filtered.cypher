// Those in scope, of a region, paid within some days, of an amount or more.
WITH payment
WHERE payment.paidOn >= date($paidFrom) AND payment.paidOn <= date($paidTo) AND payment.amountFen >= $minAmountFen
  AND ($region IS NULL OR payment.regionCode STARTS WITH $region)
  AND (any(prefix IN $scope WHERE payment.regionCode STARTS WITH prefix)
    OR EXISTS { MATCH (payment)-[:PAID_BY|PAID_TO]->(party) WHERE any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix) })
WITH payment
