// Households that are not on file.
UNWIND $rows AS row
CREATE (household:Household {
  id: row.id, kind: row.kind, address: row.address, category: row.category,
  formedOn: date(row.formedOn), dissolvedOn: date(row.dissolvedOn), regionCode: row.regionCode,
  province: row.province, prefecture: row.prefecture, county: row.county, township: row.township,
  village: row.village, batch: row.batch, row: row.row, digest: row.digest
})
