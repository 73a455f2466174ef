// Which of some links are on file.
// scope: none, because the loader judges rows against everything on file.
UNWIND $links AS wanted
MATCH (:<Start><begin>)-[link:<TYPE> {id: wanted[1]}]->(:<End>)
RETURN link.id AS id, link.digest AS digest, link.batch AS batch, link.merged AS merged
ORDER BY id
