// Where links of a kind begin that a table's rows made, and how many begin there.
// scope: none, because export writes everything on file.
MATCH (one:<Start>)-[link:<TYPE>]->(:<End>)
WHERE link.batch IS NOT NULL AND link.derivedFrom IS NULL
RETURN one.id AS id, count(*) AS links
ORDER BY id
