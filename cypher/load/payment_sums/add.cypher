// Adds payments to the sums that they count in, or takes them out again, tier by tier of regions. What
// came back lessens the amount of its own month and is no payment. Sums are met in the order of their
// ids, so that no two transactions wait for each other.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})
OPTIONAL MATCH (payment)-[:PAID_BY]->(agency:Agency)
OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
OPTIONAL MATCH (payment)-[:PAID_TO]->(payee)
WITH payment, coalesce(payment.regionCode, '') AS region, coalesce(agency.id, '') AS agency,
  coalesce(programme.id, '') AS programme, payment.month AS month,
  CASE WHEN payee:Household THEN 'HOUSEHOLD' WHEN payee:Company THEN 'COMPANY' WHEN payee:Agency THEN 'AGENCY' ELSE 'PERSON' END AS payeeKind,
  coalesce(payment.status, 'PAID') = 'PAID' AS paid
WITH region, agency, programme, month, payeeKind, count(*) AS rows,
  sum(CASE WHEN paid THEN payment.amountFen ELSE 0 - payment.amountFen END) AS amountFen,
  sum(CASE WHEN paid THEN 1 ELSE 0 END) AS payments
UNWIND $tiers AS tier
WITH tier.name + ' ' + substring(region, 0, tier.above) AS sheet, substring(region, 0, tier.digits) AS region,
  agency, programme, month, payeeKind, sum(rows) AS rows, sum(amountFen) AS amountFen, sum(payments) AS payments
WITH sheet + '|' + region + '|' + agency + '|' + programme + '|' + month + '|' + payeeKind AS id,
  sheet, region, agency, programme, month, payeeKind, rows, amountFen, payments
ORDER BY id
MERGE (total:PaymentSum {id: id})
ON CREATE SET total.sheet = sheet, total.regionCode = region, total.agencyId = agency, total.programmeId = programme,
  total.month = month, total.payeeKind = payeeKind, total.rows = 0, total.amountFen = 0, total.payments = 0
SET total.rows = total.rows + $times * rows, total.amountFen = total.amountFen + $times * amountFen,
  total.payments = total.payments + $times * payments
