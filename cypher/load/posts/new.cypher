// Posts that are not on file.
UNWIND $rows AS row
CREATE (post:Post {
  id: row.id, title: row.title, rank: row.rank, kind: row.kind, managedBy: row.managedBy,
  regionCode: row.regionCode, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
})
