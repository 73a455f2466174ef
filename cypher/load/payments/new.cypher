// Payments that are not on file.
UNWIND $rows AS row
CREATE (payment:Payment {
  id: row.id, amountFen: row.amountFen, paidOn: date(row.paidOn), month: row.month,
  recordedOn: date(row.recordedOn), periodFrom: date(row.periodFrom), periodTo: date(row.periodTo),
  status: row.status, kind: row.kind, quantity: row.quantity, creditedFen: row.creditedFen,
  payeeName: row.payeeName, payeeIdNumber: row.payeeIdNumber, postedOn: date(row.postedOn),
  postedDays: row.postedDays, payerAccountId: row.payerAccountId, applicationId: row.applicationId,
  projectId: row.projectId, contractId: row.contractId, payoutId: row.payoutId,
  regionCode: row.regionCode, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
})
