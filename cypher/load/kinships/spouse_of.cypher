// Who was married to whom, from the lesser to the greater id.
UNWIND $rows AS row
MATCH (one:Person {id: row.fromId}), (other:Person {id: row.toId})
CREATE (one)-[:SPOUSE_OF {
  id: row.id, nature: row.nature, from: date(row.from), fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  batch: row.batch, row: row.row, digest: row.digest
}]->(other)
