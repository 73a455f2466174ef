// Adds it to the sums.
MERGE (total:PaymentSum {id: row[0]})
ON CREATE SET total.sheet = row[1], total.regionCode = row[2], total.agencyId = row[3], total.programmeId = row[4],
  total.month = row[5], total.payeeKind = row[6], total.rows = 0, total.amountFen = 0, total.payments = 0
SET total.rows = total.rows + row[7], total.amountFen = total.amountFen + row[8], total.payments = total.payments + row[9]
