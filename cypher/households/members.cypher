// Who belongs or belonged to households, heads first; a member out of scope has no card.
UNWIND $ids AS id
MATCH (household:Household {id: id})<-[tie:MEMBER_OF]-(member:Person)
WITH household, tie, member, any(prefix IN $scope WHERE member.regionCode STARTS WITH prefix) AS seen
RETURN household.id AS householdId,
       CASE WHEN seen THEN {id: member.id, name: member.name, regionCode: member.regionCode, idNumber: member.idNumber,
         sex: member.sex, bornOn: toString(member.bornOn), birthOrder: member.birthOrder} ELSE null END AS person,
       tie.head AS head, tie.relationToHead AS relationToHead, toString(tie.from) AS from, toString(tie.to) AS to,
       tie.batch AS batch, tie.row AS row
ORDER BY householdId, coalesce(tie.head, false) DESC, member.id, tie.id
