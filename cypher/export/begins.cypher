// Where links of a kind begin, and how many begin there.
// scope: none, because export writes everything on file.
MATCH (one:<Start>)-[:<TYPE>]->(:<End>)
RETURN one.id AS id, count(*) AS links
ORDER BY id
