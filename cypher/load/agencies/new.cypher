// Agencies that are not on file.
UNWIND $rows AS row
CREATE (agency:Agency {
  id: row.id, name: row.name, kind: row.kind, from: date(row.from),
  fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  successors: row.successors, regionCode: row.regionCode, province: row.province,
  prefecture: row.prefecture, county: row.county, township: row.township, village: row.village,
  batch: row.batch, row: row.row, digest: row.digest
})
