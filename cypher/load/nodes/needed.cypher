// Which of some nodes the rows of other batches point at, and how often.
// scope: none, because taking back a batch is the loader's.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
CALL (node) {
  MATCH (node)-[link]-(other)
  WHERE link.batch IS NOT NULL AND link.batch <> $batch AND link.derivedFrom IS NULL
  RETURN count(*) AS links
}
CALL (node) {
  MATCH (node)<-[link]-(other)
  WHERE link.batch IS NULL AND other.batch IS NOT NULL AND other.batch <> $batch AND NOT other:Version
  RETURN count(*) AS rows
}
WITH id, links + rows AS needs
WHERE needs > 0
RETURN id, needs
ORDER BY id
