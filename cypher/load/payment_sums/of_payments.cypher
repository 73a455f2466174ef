// What some payments count in, tier by tier of regions. What came back lessens the amount of its own month
// and is no payment.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})
OPTIONAL MATCH (payment)-[:PAID_BY]->(agency:Agency)
OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
OPTIONAL MATCH (payment)-[:PAID_TO]->(payee)
WITH coalesce(payment.regionCode, '') AS region, coalesce(agency.id, '') AS agency, coalesce(programme.id, '') AS programme,
  payment.month AS month, CASE WHEN coalesce(payment.status, 'PAID') = 'PAID' THEN 1 ELSE 0 END AS paid, payment.amountFen AS fen,
  CASE WHEN payee:Household THEN 'HOUSEHOLD' WHEN payee:Company THEN 'COMPANY' WHEN payee:Agency THEN 'AGENCY' ELSE 'PERSON' END AS kind
UNWIND $tiers AS tier
WITH tier.name + ' ' + substring(region, 0, tier.above) AS sheet, substring(region, 0, tier.digits) AS region, agency, programme,
  month, kind, count(*) AS rows, sum(fen * (2 * paid - 1)) AS fen, sum(paid) AS payments
WITH [sheet + '|' + region + '|' + agency + '|' + programme + '|' + month + '|' + kind,
  sheet, region, agency, programme, month, kind, $times * rows, $times * fen, $times * payments] AS row
ORDER BY row[0]
