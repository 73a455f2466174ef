// What a company's card does not carry.
// scope: none, because the ids come from cards that were already in scope.
UNWIND $ids AS id
MATCH (company:Company {id: id})
RETURN company.id AS id, company.creditCode AS creditCode, company.phone AS phone, company.address AS address,
       company.businessScope AS businessScope, company.insuredStaff AS insuredStaff,
       toString(company.establishedOn) AS establishedOn, toString(company.dissolvedOn) AS dissolvedOn,
       company.batch AS batch, company.row AS row
ORDER BY id
