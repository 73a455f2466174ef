// Which of some nodes are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
RETURN id, node.digest AS digest, node.batch AS batch, node.merged AS merged, <facts>
ORDER BY id
