// How many load batches there are.
// scope: none, because a batch tells nothing about anyone.
MATCH (batch:LoadBatch)
WHERE ($states IS NULL OR batch.state IN $states) AND ($load IS NULL OR batch.load = $load)
RETURN count(*) AS count
