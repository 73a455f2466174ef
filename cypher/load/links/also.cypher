// Another batch that brought the same links.
UNWIND $links AS wanted
MATCH (:<Start> {id: wanted[0]})-[link:<TYPE>]->(:<End>)
WHERE link.id = wanted[1] AND NOT $batch IN coalesce(link.also, [])
SET link.also = coalesce(link.also, []) + [$batch]
