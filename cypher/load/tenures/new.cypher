// Who held which post; whoever did is an official.
UNWIND $rows AS row
MATCH (person:Person {id: row.personId}), (post:Post {id: row.postId})
CREATE (person)-[:HOLDS {
  id: row.id, from: date(row.from), fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  batch: row.batch, row: row.row, digest: row.digest
}]->(post)
SET person:Official
