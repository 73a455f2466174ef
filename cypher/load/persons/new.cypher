// Persons that are not on file.
UNWIND $rows AS row
CREATE (person:Person {
  id: row.id, name: row.name, sex: row.sex, bornOn: date(row.bornOn), birthOrder: row.birthOrder,
  diedOn: date(row.diedOn), idNumber: row.idNumber, phone: row.phone, formerNames: row.formerNames,
  address: row.address, regionCode: row.regionCode, province: row.province,
  prefecture: row.prefecture, county: row.county, township: row.township, village: row.village,
  batch: row.batch, row: row.row, digest: row.digest
})
