// The links of one type, each a row of its own, that begin at some nodes.
// scope: none, because verify holds everything on file against the model.
UNWIND $ids AS begin
MATCH (:<Start> {id: begin})-[link:<TYPE>]->(other:<End>)
WHERE link.batch IS NOT NULL
RETURN begin, other.id AS finish, link.id AS id, <columns>, link.batch AS batch, link.row AS row,
       link.digest AS digest, link.merged AS merged, link.also AS also, link.derivedFrom AS derivedFrom,
       link.household IS NOT NULL AS ofHousehold
ORDER BY begin, id
