// The account, if one of its owners is in scope.
MATCH (account:Account {id: $account})
WHERE '' IN $scope OR EXISTS { MATCH (account)-[:OWNED_BY]->(owner)
  WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) }
