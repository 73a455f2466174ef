// Companies whose row has changed: the new values instead of the old, and no search keys until they are
// named anew.
UNWIND $rows AS row
MATCH (company:Company {id: row.id})
SET company = {
  id: row.id, name: row.name, kind: row.kind, creditCode: row.creditCode,
  establishedOn: date(row.establishedOn), dissolvedOn: date(row.dissolvedOn), address: row.address,
  phone: row.phone, businessScope: row.businessScope, insuredStaff: row.insuredStaff,
  regionCode: row.regionCode, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
}
WITH company
MATCH (company)-[naming:NAMED]->(key:SearchKey)
DELETE naming
WITH DISTINCT key
WHERE NOT EXISTS { (key)<-[:NAMED]-() }
DELETE key
