// How often each source is to deliver, and when it last did.
// scope: none, because a source tells nothing about anyone.
MATCH (source:Source)
WHERE source.everyMonths IS NOT NULL
OPTIONAL MATCH (batch:LoadBatch {source: source.id})
WITH source, max(batch.loadedAt) AS last
RETURN source.id AS id, source.everyMonths AS everyMonths, source.dueDay AS dueDay, last AS lastAt
ORDER BY id
