// All regions, and what each is a part of.
// scope: none, because division codes are public.
MATCH (part:Region)
OPTIONAL MATCH (part)-[:PART_OF]->(whole:Region)
RETURN part.id AS id, whole.id AS wholeId
ORDER BY id
