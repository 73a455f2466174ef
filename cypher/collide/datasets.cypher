// Which tables of which sources tell of some people on a day, or at any time: their own rows, what they are
// linked to by rows, and what rows link to them.
// scope: none, because the ids come from cards that were already in scope, and tables are no people.
UNWIND $ids AS id
MATCH (person:Person {id: id})
CALL (person) {
  RETURN person.batch AS batch
  UNION ALL
  MATCH (person)-[link]-(other)
  WHERE link.batch IS NOT NULL AND link.derivedFrom IS NULL
    AND ($on IS NULL OR (link.from IS NULL OR link.from <= date($on)) AND (link.to IS NULL OR date($on) <= link.to))
  RETURN link.batch AS batch
  LIMIT 1000
  UNION ALL
  MATCH (person)<-[link]-(record)
  WHERE link.batch IS NULL AND record.batch IS NOT NULL AND NOT record:Version AND NOT record:Person
    AND ($on IS NULL OR (record.from IS NULL OR record.from <= date($on)) AND (record.to IS NULL OR date($on) <= record.to))
  RETURN record.batch AS batch
  LIMIT 1000
}
WITH id, batch, count(*) AS records
MATCH (brought:LoadBatch {id: batch})
RETURN id AS personId, brought.table AS table, brought.source AS source, sum(records) AS records
ORDER BY personId, table, source
