// Who is a brother or sister of whom, from the lesser to the greater id.
UNWIND $rows AS row
MATCH (one:Person {id: row.fromId}), (other:Person {id: row.toId})
CREATE (one)-[:SIBLING_OF {
  id: row.id, nature: row.nature, derivedFrom: row.derivedFrom,
  batch: row.batch, row: row.row, digest: row.digest
}]->(other)
