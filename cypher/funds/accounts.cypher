// Whose accounts these are; an owner out of scope has no card.
UNWIND $ids AS id
MATCH (account:Account {id: id})-[tie:OWNED_BY]->(owner:Person|Household|Company|Agency)
WITH account, tie, owner, any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) AS seen
RETURN account.id AS accountId, tie.role AS role, toString(tie.from) AS from, toString(tie.to) AS to,
       CASE WHEN NOT seen THEN null
            WHEN owner:Person THEN {label: 'PERSON', id: owner.id, name: owner.name, regionCode: owner.regionCode, idNumber: owner.idNumber,
              sex: owner.sex, bornOn: toString(owner.bornOn), birthOrder: owner.birthOrder}
            WHEN owner:Household THEN {label: 'HOUSEHOLD', id: owner.id, regionCode: owner.regionCode, kind: owner.kind}
            WHEN owner:Company THEN {label: 'COMPANY', id: owner.id, name: owner.name, regionCode: owner.regionCode, kind: owner.kind}
            ELSE {label: 'AGENCY', id: owner.id, name: owner.name, regionCode: owner.regionCode} END AS owner
ORDER BY accountId, role, owner.id
