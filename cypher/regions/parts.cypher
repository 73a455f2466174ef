// The regions that are parts of each region.
// scope: none, because division codes are public.
UNWIND $ids AS id
MATCH (whole:Region {id: id})<-[:PART_OF]-(region:Region)
RETURN whole.id AS whole, {code: region.id, name: region.name, level: region.level} AS region
ORDER BY whole, region.id
