// A load batch by its number.
// scope: none, because a batch tells nothing about anyone.
MATCH (batch:LoadBatch {id: $batch})
RETURN batch.id AS id, batch.load AS load, batch.source AS agency, batch.file AS file, batch.table AS table,
       batch.fileDigest AS fileDigest, batch.mappingDigest AS mappingDigest, batch.loadedAt AS loadedAt,
       batch.state AS state, batch.read AS read, batch.loaded AS loaded, batch.unchanged AS unchanged,
       batch.rejected AS rejected, coalesce(batch.warned, 0) AS warned
