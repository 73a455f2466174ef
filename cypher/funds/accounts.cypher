// Whose accounts these are; an owner out of scope has no card.
UNWIND $ids AS id
MATCH (account:Account {id: id})-[tie:OWNED_BY]->(party:Person|Household|Company|Agency)
WITH account, tie, party, any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix) AS seen
RETURN account.id AS accountId, tie.role AS role, toString(tie.from) AS from, toString(tie.to) AS to,
       CASE WHEN NOT seen THEN null
            WHEN party:Person THEN {label: 'PERSON', id: party.id, name: party.name, regionCode: party.regionCode, idNumber: party.idNumber,
              sex: party.sex, bornOn: toString(party.bornOn), birthOrder: party.birthOrder}
            WHEN party:Household THEN {label: 'HOUSEHOLD', id: party.id, regionCode: party.regionCode, kind: party.kind}
            WHEN party:Company THEN {label: 'COMPANY', id: party.id, name: party.name, regionCode: party.regionCode, kind: party.kind}
            ELSE {label: 'AGENCY', id: party.id, name: party.name, regionCode: party.regionCode} END AS owner
ORDER BY accountId, role, party.id
