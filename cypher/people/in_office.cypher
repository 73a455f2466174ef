// Who holds a post of a region or a part of it on a day.
MATCH (:Region {id: $region})<-[:PART_OF*0..4]-(part:Region)
MATCH (post:Post {regionCode: part.id})<-[held:HOLDS]-(person:Person)
WHERE (held.from IS NULL OR held.from <= date($on)) AND (held.to IS NULL OR date($on) <= held.to)
  AND ($kind IS NULL OR post.kind = $kind)
WITH DISTINCT person
WHERE any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix)
   OR EXISTS {
     MATCH (person)-[held:HOLDS]->(post:Post)
     WHERE (held.from IS NULL OR held.from <= date($today)) AND (held.to IS NULL OR date($today) <= held.to)
       AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
   }
WITH person
