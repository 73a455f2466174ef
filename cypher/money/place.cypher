// Accounts and parties by label and id, those in scope.
UNWIND $ids AS wanted
OPTIONAL MATCH (account:Account {id: wanted.id}) WHERE wanted.label = 'ACCOUNT'
OPTIONAL MATCH (person:Person {id: wanted.id}) WHERE wanted.label = 'PERSON'
OPTIONAL MATCH (household:Household {id: wanted.id}) WHERE wanted.label = 'HOUSEHOLD'
OPTIONAL MATCH (company:Company {id: wanted.id}) WHERE wanted.label = 'COMPANY'
OPTIONAL MATCH (agency:Agency {id: wanted.id}) WHERE wanted.label = 'AGENCY'
WITH wanted, account, person, household, company, agency, coalesce(person, household, company, agency) AS party
WHERE any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix)
   OR account IS NOT NULL AND ('' IN $scope OR EXISTS { MATCH (account)-[:OWNED_BY]->(owner)
     WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) })
