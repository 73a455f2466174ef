// How many load batches there are.
// scope: none, because a batch tells nothing about anyone.
MATCH (batch:LoadBatch)
WHERE $states IS NULL OR batch.state IN $states
RETURN count(*) AS count
