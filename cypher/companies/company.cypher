// A company in scope.
MATCH (company:Company {id: $id})
WHERE any(prefix IN $scope WHERE company.regionCode STARTS WITH prefix)
RETURN company.id AS id, company.name AS name, company.regionCode AS regionCode, company.kind AS kind
