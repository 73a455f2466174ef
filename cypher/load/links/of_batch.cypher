// Links that a batch brought, alone or with others.
// scope: none, because taking back a batch is the loader's.
MATCH (one:<Start>)-[link:<TYPE>]->(:<End>)
WHERE link.derivedFrom IS NULL AND (link.batch = $batch OR $batch IN coalesce(link.also, []))
RETURN one.id AS begin, link.id AS id
ORDER BY id
