// Batches that begin.
UNWIND $batches AS row
CREATE (:LoadBatch {
  id: row.id, load: row.load, source: row.source, file: row.file, table: row.table, fileDigest: row.fileDigest,
  mappingDigest: row.mappingDigest, ofRejects: row.ofRejects,
  loadedAt: row.loadedAt, state: row.state, read: 0, loaded: 0, unchanged: 0, rejected: 0,
  warned: 0
})
