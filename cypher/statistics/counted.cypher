// Payments of some regions one by one, told apart by what is asked, with how many were paid. Agencies
// out of scope are one.
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
WITH payment, coalesce(payment.regionCode, '') AS regionCode
WHERE payment.month >= $from AND payment.month <= $to
  AND any(region IN $regions WHERE regionCode STARTS WITH region) AND any(prefix IN $scope WHERE regionCode STARTS WITH prefix)
  AND ($programmes IS NULL OR EXISTS { MATCH (payment)-[:UNDER]->(programme:Programme) WHERE programme.id IN $programmes })
  AND ($agencies IS NULL OR EXISTS { MATCH (payment)-[:PAID_BY]->(agency:Agency) WHERE agency.id IN $agencies })
MATCH (payment)-[:PAID_TO]->(payee)
WITH payment, regionCode, coalesce(payment.status, 'PAID') = 'PAID' AS paid, coalesce(payee.sameAs, payee.id) AS payeeId,
  CASE WHEN payee:Household THEN 'HOUSEHOLD' WHEN payee:Company THEN 'COMPANY' WHEN payee:Agency THEN 'AGENCY' ELSE 'PERSON' END AS payeeKind
WHERE $payeeKinds IS NULL OR payeeKind IN $payeeKinds
WITH CASE WHEN 'REGION' IN $by THEN substring(regionCode, 0, $digits) ELSE '' END AS regionCode,
  CASE WHEN 'PROGRAMME' IN $by THEN coalesce(head([(payment)-[:UNDER]->(programme:Programme) | programme.id]), '') ELSE '' END AS programmeId,
  CASE WHEN 'MONTH' IN $by THEN payment.month ELSE '' END AS month,
  CASE WHEN 'AGENCY' IN $by THEN coalesce(head([(payment)-[:PAID_BY]->(agency:Agency) WHERE any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix) | agency.id]), '') ELSE '' END AS agencyId,
  CASE WHEN 'PAYEE_KIND' IN $by THEN payeeKind ELSE '' END AS payeeKind,
  sum(CASE WHEN paid THEN payment.amountFen ELSE 0 - payment.amountFen END) AS amountFen,
  sum(CASE WHEN paid THEN 1 ELSE 0 END) AS payments, count(DISTINCT CASE WHEN paid THEN payeeKind + payeeId END) AS payees
