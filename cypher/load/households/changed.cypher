// Households whose row has changed: the new values instead of the old, and none of the links that the
// old row made.
UNWIND $rows AS row
MATCH (household:Household {id: row.id})
SET household = {
  id: row.id, kind: row.kind, address: row.address, category: row.category,
  formedOn: date(row.formedOn), dissolvedOn: date(row.dissolvedOn), regionCode: row.regionCode,
  province: row.province, prefecture: row.prefecture, county: row.county, township: row.township,
  village: row.village, batch: row.batch, row: row.row, digest: row.digest
}
WITH household
MATCH (household)-[own:SPLIT_FROM]->()
DELETE own
