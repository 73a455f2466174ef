// The households that people belong or belonged to; one out of scope is left out.
UNWIND $ids AS id
MATCH (person:Person {id: id})-[tie:MEMBER_OF]->(home:Household)
WHERE any(prefix IN $scope WHERE home.regionCode STARTS WITH prefix)
RETURN person.id AS personId,
       {id: home.id, regionCode: home.regionCode, kind: home.kind} AS household,
       tie.head AS head, tie.relationToHead AS relationToHead, toString(tie.from) AS from, toString(tie.to) AS to,
       tie.batch AS batch, tie.row AS row
ORDER BY personId, tie.from, home.id, tie.id
