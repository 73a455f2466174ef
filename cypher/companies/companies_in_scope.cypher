// Cards of companies, as far as they are in scope.
UNWIND $ids AS id
MATCH (company:Company {id: id})
WHERE any(prefix IN $scope WHERE company.regionCode STARTS WITH prefix)
RETURN company.id AS id, company.name AS name, company.regionCode AS regionCode, company.kind AS kind
ORDER BY id
