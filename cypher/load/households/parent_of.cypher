// Who is a parent of whom, as relations to the head of a household say.
UNWIND $rows AS row
MATCH (one:Person {id: row.fromId}), (other:Person {id: row.toId})
CREATE (one)-[:PARENT_OF {
  id: row.id, nature: row.nature, derivedFrom: row.derivedFrom, household: row.household,
  batch: row.batch, row: row.row, digest: row.digest
}]->(other)
