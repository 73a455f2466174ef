// The rows of some nodes as the graph has them.
// scope: none, because the loader keeps and export writes everything on file.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
RETURN <columns>, node.batch AS batch, node.row AS row, node.digest AS digest, node.also AS also
ORDER BY id
