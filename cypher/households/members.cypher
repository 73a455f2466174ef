// Who belongs or belonged to households, heads first; a member out of scope has no card.
UNWIND $ids AS id
MATCH (household:Household {id: id})<-[tie:MEMBER_OF]-(person:Person)
WITH household, tie, person, any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix) AS seen
RETURN household.id AS householdId,
       CASE WHEN seen THEN {id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber,
         sex: person.sex, bornOn: toString(person.bornOn), birthOrder: person.birthOrder} ELSE null END AS person,
       tie.head AS head, tie.relationToHead AS relationToHead, toString(tie.from) AS from, toString(tie.to) AS to,
       tie.batch AS batch, tie.row AS row
ORDER BY householdId, coalesce(tie.head, false) DESC, person.id, tie.id
