// Accounts that are not on file.
UNWIND $rows AS row
CREATE (account:Account {
  id: row.id, number: row.number, bank: row.bank, holderName: row.holderName, purpose: row.purpose,
  openedOn: date(row.openedOn), closedOn: date(row.closedOn), batch: row.batch, row: row.row,
  digest: row.digest
})
