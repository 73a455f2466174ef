// Batches that are done, with what became of their rows.
UNWIND $batches AS row
MATCH (batch:LoadBatch {id: row.id})
SET batch.state = row.state, batch.read = row.read, batch.loaded = row.loaded,
    batch.unchanged = row.unchanged, batch.rejected = row.rejected, batch.warned = row.warned
