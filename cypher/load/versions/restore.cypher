// Versions as they stand without a batch that was taken back.
UNWIND $rows AS row
MATCH (version:Version {id: row.id})
SET version.batch = row.batch, version.also = row.also, version.current = row.current, version.replacedBy = null
