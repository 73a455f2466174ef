// Companies that are not on file.
UNWIND $rows AS row
CREATE (company:Company {
  id: row.id, name: row.name, kind: row.kind, creditCode: row.creditCode,
  establishedOn: date(row.establishedOn), dissolvedOn: date(row.dissolvedOn), address: row.address,
  phone: row.phone, businessScope: row.businessScope, insuredStaff: row.insuredStaff,
  regionCode: row.regionCode, province: row.province, prefecture: row.prefecture,
  county: row.county, township: row.township, village: row.village, batch: row.batch, row: row.row,
  digest: row.digest
})
