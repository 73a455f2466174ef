// Who held a post of a region or a part of it on a day of the range, by id; village cadres are those who held no other post.
MATCH (:Region {id: $region})<-[:PART_OF*0..4]-(part:Region)
MATCH (post:Post {regionCode: part.id})<-[held:HOLDS]-(person:Person)
WHERE (held.from IS NULL OR held.from <= date($paidTo)) AND (held.to IS NULL OR date($paidFrom) <= held.to)
WITH person, min(post.kind) AS kind
WHERE any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix)
   OR EXISTS {
     MATCH (person)-[held:HOLDS]->(post:Post)
     WHERE (held.from IS NULL OR held.from <= date($today))
       AND (held.to IS NULL OR date($today) <= held.to)
       AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
   }
RETURN person.id AS id, kind
ORDER BY id
