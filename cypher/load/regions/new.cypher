// Regions that are not on file.
UNWIND $rows AS row
CREATE (region:Region {
  id: row.id, name: row.name, level: row.level, from: date(row.from),
  fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  successors: row.successors, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
})
