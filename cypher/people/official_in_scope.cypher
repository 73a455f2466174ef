// The official, if their own region or that of a post they hold today is in scope.
MATCH (person:Official {id: $official})
WHERE any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix)
   OR EXISTS {
     MATCH (person)-[held:HOLDS]->(post:Post)
     WHERE (held.from IS NULL OR held.from <= date($today))
       AND (held.to IS NULL OR date($today) <= held.to)
       AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
   }
