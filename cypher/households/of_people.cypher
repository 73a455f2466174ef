// The households that people belong or belonged to; one out of scope is left out.
UNWIND $ids AS id
MATCH (person:Person {id: id})-[tie:MEMBER_OF]->(household:Household)
WHERE any(prefix IN $scope WHERE household.regionCode STARTS WITH prefix)
RETURN person.id AS personId,
       {id: household.id, regionCode: household.regionCode, kind: household.kind} AS household,
       tie.head AS head, tie.relationToHead AS relationToHead, toString(tie.from) AS from, toString(tie.to) AS to,
       tie.batch AS batch, tie.row AS row
ORDER BY personId, tie.from, household.id, tie.id
