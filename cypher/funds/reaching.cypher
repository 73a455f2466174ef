// The payments that reached a relative along a way valid on the day of payment, one row a payment,
// largest first: ids and sum of those in scope, how many are not, and one page after $afterFen and $afterId.
// Importing by WITH lets go of the ways early; a subquery that names them in brackets would carry
// them through every row. Rows hold ids, for a node in a row is copied whole by the embedded engine.
CALL {
  WITH ways
  UNWIND ways AS way
  WITH way WHERE $chains IS NULL OR way.chain IN $chains
  WITH way.ids[-1] AS id, collect(way) AS ways
  MATCH (:Person {id: id})-[ties:MEMBER_OF|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|OWNED_BY*0..1]-(via)<-[:PAID_TO|INTO]-(payment:Payment)
  WHERE coalesce(payment.status, 'PAID') = 'PAID'
    AND payment.paidOn >= date($paidFrom) AND payment.paidOn <= date($paidTo)
    AND payment.amountFen >= $minAmountFen
    AND ($programmes IS NULL OR EXISTS { MATCH (payment)-[:UNDER]->(programme:Programme) WHERE programme.id IN $programmes })
    AND all(tie IN ties WHERE (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
      AND (type(tie) <> 'SHAREHOLDER_OF' OR tie.share >= 50000)
      AND (type(tie) <> 'OWNED_BY' OR tie.role IN ['OWNER', 'JOINT']))
  WITH DISTINCT ways, payment.id AS id, payment.amountFen AS amountFen, payment.paidOn AS paidOn, payment.regionCode AS regionCode,
    CASE WHEN via:Person THEN 0 WHEN via:Household THEN 1 WHEN via:Company THEN 2 ELSE 3 END AS rank
  WHERE ['DIRECT', 'HOUSEHOLD', 'COMPANY', 'ACCOUNT'][rank] IN $channels
  WITH id, amountFen, regionCode, rank, head([way IN ways WHERE (way.from IS NULL OR way.from <= paidOn)
                                                               AND (way.to IS NULL OR paidOn <= way.to)]) AS way
  WHERE way IS NOT NULL
  WITH id, amountFen, regionCode, collect({rank: rank, way: way}) AS reaches
  WITH id, amountFen, reaches, '' IN $scope OR any(prefix IN $scope WHERE regionCode STARTS WITH prefix) OR EXISTS {
      MATCH (:Payment {id: id})-[:PAID_BY|PAID_TO]->(party) WHERE any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix)
    } AS seen
  ORDER BY amountFen DESC, id
  RETURN collect(CASE WHEN seen THEN id END) AS ids, sum(CASE WHEN seen THEN amountFen ELSE 0 END) AS paidFen,
    sum(CASE WHEN seen THEN 0 ELSE 1 END) AS unseen,
    collect(CASE WHEN seen AND (amountFen < $afterFen OR amountFen = $afterFen AND id > $afterId)
      THEN {id: id, reaches: reaches} END)[0..$limit] AS page
}
