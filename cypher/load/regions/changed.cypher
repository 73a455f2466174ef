// Regions whose row has changed: the new values instead of the old.
UNWIND $rows AS row
MATCH (region:Region {id: row.id})
SET region = {
  id: row.id, name: row.name, level: row.level, from: date(row.from),
  fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  successors: row.successors, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
}
