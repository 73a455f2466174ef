// The files that records came from.
// scope: none, because a file's name and source tell nothing about anyone.
UNWIND $ids AS id
MATCH (batch:LoadBatch {id: id})
RETURN batch.id AS id, batch.source AS agency, batch.file AS file, batch.loadedAt AS loadedAt
ORDER BY id
