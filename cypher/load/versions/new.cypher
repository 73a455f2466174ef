// Rows of a node or link of which there are several: another source's, or an older one.
UNWIND $rows AS row
CREATE (:Version {
  id: row.id, table: row.table, of: row.of, source: row.source, columns: row.columns, batch: row.batch,
  row: row.row, digest: row.digest, current: row.current, replacedBy: row.replacedBy, also: row.also
})
