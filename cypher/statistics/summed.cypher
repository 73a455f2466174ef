// Payments of some regions by the sums kept of them, told apart by what is asked. Agencies out of scope
// are one.
UNWIND $sheets AS sheet
WITH sheet
WHERE any(prefix IN $scope WHERE sheet.region STARTS WITH prefix)
MATCH (total:PaymentSum {sheet: sheet.name})
WITH sheet, total
WHERE total.regionCode STARTS WITH sheet.region AND total.month >= $from AND total.month <= $to
  AND ($programmes IS NULL OR total.programmeId IN $programmes) AND ($agencies IS NULL OR total.agencyId IN $agencies)
  AND ($payeeKinds IS NULL OR total.payeeKind IN $payeeKinds)
WITH CASE WHEN 'REGION' IN $by THEN substring(total.regionCode, 0, $digits) ELSE '' END AS regionCode,
  CASE WHEN 'PROGRAMME' IN $by THEN total.programmeId ELSE '' END AS programmeId,
  CASE WHEN 'MONTH' IN $by THEN total.month ELSE '' END AS month,
  CASE WHEN 'AGENCY' IN $by THEN total.agencyId ELSE '' END AS agencyId,
  CASE WHEN 'PAYEE_KIND' IN $by THEN total.payeeKind ELSE '' END AS payeeKind,
  sum(total.rows) AS rows, sum(total.amountFen) AS amountFen, sum(total.payments) AS payments
OPTIONAL MATCH (agency:Agency {id: agencyId})
WHERE any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix)
WITH regionCode, programmeId, month, coalesce(agency.id, '') AS agencyId, payeeKind,
  sum(rows) AS rows, sum(amountFen) AS amountFen, sum(payments) AS payments, 0 AS payees
WHERE rows > 0
