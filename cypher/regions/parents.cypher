// The region that each region is a part of.
// scope: none, because division codes are public.
UNWIND $ids AS id
MATCH (part:Region {id: id})-[:PART_OF]->(region:Region)
RETURN part.id AS part, {code: region.id, name: region.name, level: region.level} AS region
ORDER BY part
