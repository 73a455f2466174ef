// Who belonged to which household.
UNWIND $rows AS row
MATCH (person:Person {id: row.personId}), (household:Household {id: row.householdId})
CREATE (person)-[:MEMBER_OF {
  id: row.id, head: row.head, relationToHead: row.relationToHead, joinReason: row.joinReason,
  from: date(row.from), fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  batch: row.batch, row: row.row, digest: row.digest
}]->(household)
