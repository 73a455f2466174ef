// The rows of some links as the graph has them.
// scope: none, because the loader keeps and export writes everything on file.
UNWIND $links AS wanted
MATCH (one:<Start><begin>)-[link:<TYPE> {id: wanted[1]}]->(other:<End>)
RETURN link.id AS id, one.id AS begin, other.id AS finish, <columns>, link.batch AS batch, link.row AS row,
       link.digest AS digest, link.also AS also
ORDER BY id
