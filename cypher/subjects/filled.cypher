// How many of a kind there are in each county, and of how many a field is on file.
// scope: none, because it tells of fields and of nobody; whoever asks through the API is shown their own counties.
MATCH (node:<Label>)
RETURN coalesce(node.county, '') AS county, count(*) AS nodes, count(node.<field>) AS filled
ORDER BY county
