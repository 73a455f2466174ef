// Batches that were interrupted.
UNWIND $ids AS id
MATCH (batch:LoadBatch {id: id})
SET batch.state = $state
