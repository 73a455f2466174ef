// Another batch that brought the same links.
UNWIND $links AS wanted
MATCH (:<Start><begin>)-[link:<TYPE> {id: wanted[1]}]->(:<End>)
WHERE NOT $batch IN coalesce(link.also, [])
SET link.also = coalesce(link.also, []) + [$batch]
