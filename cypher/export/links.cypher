// The links that begin at some nodes, with everything stored in them.
// scope: none, because export writes everything on file.
UNWIND $ids AS start
MATCH (one:<Start> {id: start})-[link:<TYPE>]->(other:<End>)
RETURN one.id AS begin, other.id AS finish, <columns>
ORDER BY begin, finish, id
