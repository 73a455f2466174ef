// The regions that are parts of each region.
// scope: none, because division codes are public.
UNWIND $ids AS id
MATCH (whole:Region {id: id})<-[:PART_OF]-(part:Region)
RETURN whole.id AS whole, {code: part.id, name: part.name, level: part.level} AS region
ORDER BY whole, part.id
