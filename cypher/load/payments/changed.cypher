// Payments whose row has changed: the new values instead of the old, and none of the links that the
// old row made.
UNWIND $rows AS row
MATCH (payment:Payment {id: row.id})
SET payment = {
  id: row.id, amountFen: row.amountFen, paidOn: date(row.paidOn), month: row.month,
  recordedOn: date(row.recordedOn), periodFrom: date(row.periodFrom), periodTo: date(row.periodTo),
  status: row.status, kind: row.kind, quantity: row.quantity, creditedFen: row.creditedFen,
  payeeName: row.payeeName, payeeIdNumber: row.payeeIdNumber, postedOn: date(row.postedOn),
  postedDays: row.postedDays, payerAccountId: row.payerAccountId, applicationId: row.applicationId,
  projectId: row.projectId, contractId: row.contractId, payoutId: row.payoutId,
  regionCode: row.regionCode, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
}
WITH payment
MATCH (payment)-[own:PAID_BY|PAID_TO|INTO|UNDER|CORRECTS]->()
DELETE own
