// Every batch: where it came from, and how far it got.
// scope: none, because a batch tells nothing about anyone.
MATCH (batch:LoadBatch)
RETURN batch.id AS id, batch.source AS source, batch.file AS file, batch.state AS state
ORDER BY id
