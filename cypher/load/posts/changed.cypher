// Posts whose row has changed: the new values instead of the old, and none of the links that the
// old row made.
UNWIND $rows AS row
MATCH (post:Post {id: row.id})
SET post = {
  id: row.id, title: row.title, rank: row.rank, kind: row.kind, managedBy: row.managedBy,
  regionCode: row.regionCode, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
}
WITH post
MATCH (post)-[own:AT]->()
DELETE own
