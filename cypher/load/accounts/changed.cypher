// Accounts whose row has changed: the new values instead of the old, and none of the links that the
// old row made.
UNWIND $rows AS row
MATCH (account:Account {id: row.id})
SET account = {
  id: row.id, number: row.number, bank: row.bank, holderName: row.holderName, purpose: row.purpose,
  openedOn: date(row.openedOn), closedOn: date(row.closedOn), batch: row.batch, row: row.row,
  digest: row.digest
}
WITH account
MATCH (account)-[own:OWNED_BY {role: 'OWNER'}]->()
DELETE own
