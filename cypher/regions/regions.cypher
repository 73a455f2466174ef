// Regions by their division codes.
// scope: none, because division codes are public.
UNWIND $ids AS id
MATCH (region:Region {id: id})
RETURN region.id AS code, region.name AS name, region.level AS level
ORDER BY code
