// Payees whom no register knows, as the payments name them.
UNWIND $rows AS row
MERGE (person:Person {id: row.id})
ON CREATE SET person.name = row.name, person.idNumber = row.idNumber, person.registered = false,
  person.regionCode = row.place[0], person.province = row.place[1], person.prefecture = row.place[2],
  person.county = row.place[3], person.township = row.place[4], person.village = row.place[5],
  person.batch = row.batch, person.row = row.row
