// The projects of a region and its parts.
MATCH (:Region {id: $region})<-[:PART_OF*0..4]-(part:Region)
MATCH (project:Project {regionCode: part.id})
WITH project
