// Who is a parent of whom.
UNWIND $rows AS row
MATCH (parent:Person {id: row.fromId}), (child:Person {id: row.toId})
CREATE (parent)-[:PARENT_OF {
  id: row.id, nature: row.nature,
  batch: row.batch, row: row.row, digest: row.digest
}]->(child)
