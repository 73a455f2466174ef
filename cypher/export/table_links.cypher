// The rows of the links that begin at some nodes, without those that follow from others.
// scope: none, because export writes everything on file.
UNWIND $ids AS start
MATCH (one:<Start> {id: start})-[link:<TYPE>]->(other:<End>)
WHERE link.batch IS NOT NULL AND link.derivedFrom IS NULL
RETURN link.id AS id, one.id AS begin, other.id AS finish, <columns>, link.batch AS batch, link.row AS row,
       link.digest AS digest, link.also AS also
ORDER BY begin, finish, id
