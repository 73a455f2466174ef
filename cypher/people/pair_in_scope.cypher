// A person and another, if each one's own region or that of a post they hold today is in scope.
MATCH (person:Person {id: $person}), (relative:Person {id: $relative})
WHERE all(one IN [person, relative] WHERE any(prefix IN $scope WHERE one.regionCode STARTS WITH prefix)
   OR EXISTS {
     MATCH (one)-[held:HOLDS]->(post:Post)
     WHERE (held.from IS NULL OR held.from <= date($today))
       AND (held.to IS NULL OR date($today) <= held.to)
       AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
   })
