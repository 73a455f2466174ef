// A household in scope.
MATCH (household:Household {id: $id})
WHERE any(prefix IN $scope WHERE household.regionCode STARTS WITH prefix)
RETURN household.id AS id, household.regionCode AS regionCode, household.kind AS kind
