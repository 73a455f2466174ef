// Agencies whose row has changed: the new values instead of the old, and none of the links that the
// old row made.
UNWIND $rows AS row
MATCH (agency:Agency {id: row.id})
SET agency = {
  id: row.id, name: row.name, kind: row.kind, from: date(row.from),
  fromPrecision: row.fromPrecision, to: date(row.to), toPrecision: row.toPrecision,
  successors: row.successors, regionCode: row.regionCode, province: row.province,
  prefecture: row.prefecture, county: row.county, township: row.township, village: row.village,
  batch: row.batch, row: row.row, digest: row.digest
}
WITH agency
MATCH (agency)-[own:PART_OF]->()
DELETE own
