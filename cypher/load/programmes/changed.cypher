// Programmes whose row has changed: the new values instead of the old, and none of the links that the
// old row made.
UNWIND $rows AS row
MATCH (programme:Programme {id: row.id})
SET programme = {
  id: row.id, name: row.name, unit: row.unit, basis: row.basis, fundKind: row.fundKind,
  from: date(row.from), fromPrecision: row.fromPrecision, to: date(row.to),
  toPrecision: row.toPrecision, successors: row.successors, countPerPeriod: row.countPerPeriod,
  oncePerYears: row.oncePerYears, graceMonths: row.graceMonths, excludes: row.excludes,
  requiresStatus: row.requiresStatus, forbidsStatus: row.forbidsStatus, posting: row.posting,
  postingDays: row.postingDays, regionCode: row.regionCode, province: row.province,
  prefecture: row.prefecture, county: row.county, township: row.township, village: row.village,
  batch: row.batch, row: row.row, digest: row.digest
}
WITH programme
MATCH (programme)-[own:RUN_BY]->()
DELETE own
