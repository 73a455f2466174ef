// How many subjects of a kind there are.
// scope: none, because rules judge the whole graph.
MATCH (subject:<Label>)
RETURN count(*) AS number
