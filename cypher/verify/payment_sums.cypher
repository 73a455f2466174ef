// The next sums of payments.
// scope: none, because verify holds everything on file against the model.
MATCH (total:PaymentSum)
WHERE total.id > $after
WITH total
ORDER BY total.id
LIMIT $most
RETURN total.id AS id, total.sheet AS sheet, total.regionCode AS regionCode, total.agencyId AS agencyId,
  total.programmeId AS programmeId, total.month AS month, total.payeeKind AS payeeKind, total.rows AS rows,
  total.amountFen AS amountFen, total.payments AS payments
ORDER BY id
