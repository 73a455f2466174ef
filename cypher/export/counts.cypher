// How many nodes and links there are.
// scope: none, because export must know whether it wrote everything.
MATCH (node)
WITH count(*) AS nodes
OPTIONAL MATCH ()-[link]->()
RETURN nodes, count(link) AS links
