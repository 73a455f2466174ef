// Persons whose row has changed: the new values instead of the old, and no search keys until they are
// named anew.
UNWIND $rows AS row
MATCH (person:Person {id: row.id})
SET person = {
  id: row.id, name: row.name, sex: row.sex, bornOn: date(row.bornOn), birthOrder: row.birthOrder,
  diedOn: date(row.diedOn), idNumber: row.idNumber, phone: row.phone, formerNames: row.formerNames,
  address: row.address, regionCode: row.regionCode, province: row.province,
  prefecture: row.prefecture, county: row.county, township: row.township, village: row.village,
  batch: row.batch, row: row.row, digest: row.digest
}
WITH person
MATCH (person)-[naming:NAMED]->(key:SearchKey)
DELETE naming
WITH DISTINCT key
WHERE NOT EXISTS { (key)<-[:NAMED]-() }
DELETE key
