// Cards of people, as far as their own region or that of a post they hold today is in scope.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WHERE any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix)
   OR EXISTS {
     MATCH (person)-[held:HOLDS]->(post:Post)
     WHERE (held.from IS NULL OR held.from <= date($today))
       AND (held.to IS NULL OR date($today) <= held.to)
       AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
   }
RETURN person.id AS id, person.name AS name, person.regionCode AS regionCode, person.idNumber AS idNumber,
       person.sex AS sex, toString(person.bornOn) AS bornOn, person.birthOrder AS birthOrder
ORDER BY id
