// The batches of all loads so far.
// scope: none, because a batch tells nothing about anyone.
MATCH (batch:LoadBatch)
RETURN batch.id AS id, batch.source AS source, batch.file AS file, batch.table AS table, batch.fileDigest AS fileDigest,
       batch.state AS state, batch.read AS read, batch.ofRejects AS ofRejects
ORDER BY id
