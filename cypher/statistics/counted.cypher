// Payments of some regions one by one, told apart by what is asked, with how many were paid. Agencies
// out of scope are one. The regions are those of the scope, as far as they are asked about.
CALL {
  UNWIND $ofProgrammes AS id
  WITH DISTINCT id
  MATCH (:Programme {id: id})<-[:UNDER]-(payment:Payment)
  RETURN payment
  UNION ALL
  UNWIND $ofAgencies AS id
  WITH DISTINCT id
  MATCH (:Agency {id: id})<-[:PAID_BY]-(payment:Payment)
  RETURN payment
  UNION ALL
  UNWIND $ofRegions AS code
  MATCH (:Region {id: code})<-[:PART_OF*0..4]-(part:Region)
  MATCH (payment:Payment {regionCode: part.id})
  RETURN payment
  UNION ALL
  UNWIND $ofRegions AS code
  WITH code
  WHERE NOT EXISTS { MATCH (:Region {id: code}) }
  MATCH (payment:Payment)
  WHERE payment.regionCode STARTS WITH code
  RETURN payment
  UNION ALL
  UNWIND $ofMonths AS month
  MATCH (payment:Payment {month: month})
  RETURN payment
  UNION ALL
  UNWIND $ofAll AS all
  MATCH (payment:Payment)
  RETURN payment
}
WITH payment
WHERE payment.month >= $from AND payment.month <= $to AND ($region IS NULL OR payment.regionCode STARTS WITH $region)
  AND ($regions IS NULL OR any(region IN $regions WHERE payment.regionCode STARTS WITH region))
  AND ($programmes IS NULL OR EXISTS { MATCH (payment)-[:UNDER]->(programme:Programme) WHERE programme.id IN $programmes })
  AND ($agencies IS NULL OR EXISTS { MATCH (payment)-[:PAID_BY]->(agency:Agency) WHERE agency.id IN $agencies })
MATCH (payment)-[:PAID_TO]->(payee)
// Values alone go on: a node carried along costs more than all else.
WITH CASE WHEN 'REGION' IN $by THEN substring(coalesce(payment.regionCode, ''), 0, $digits) ELSE '' END AS regionCode,
  CASE WHEN 'PROGRAMME' IN $by THEN coalesce(head([(payment)-[:UNDER]->(programme:Programme) | programme.id]), '') ELSE '' END AS programmeId,
  CASE WHEN 'MONTH' IN $by THEN payment.month ELSE '' END AS month,
  CASE WHEN 'AGENCY' IN $by THEN coalesce(head([(payment)-[:PAID_BY]->(agency:Agency) WHERE any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix) | agency.id]), '') ELSE '' END AS agencyId,
  CASE labels(payee)[0] WHEN 'Household' THEN 'HOUSEHOLD' WHEN 'Company' THEN 'COMPANY' WHEN 'Agency' THEN 'AGENCY' ELSE 'PERSON' END AS kind, coalesce(payee.sameAs, payee.id) AS payeeId, payment.amountFen AS fen, coalesce(payment.status, 'PAID') AS status
WHERE $payeeKinds IS NULL OR kind IN $payeeKinds
WITH regionCode, programmeId, month, agencyId, CASE WHEN 'PAYEE_KIND' IN $by THEN kind ELSE '' END AS payeeKind,
  sum(CASE status WHEN 'PAID' THEN fen ELSE 0 - fen END) AS amountFen, sum(CASE status WHEN 'PAID' THEN 1 ELSE 0 END) AS payments,
  count(DISTINCT CASE status WHEN 'PAID' THEN kind + payeeId END) AS payees
