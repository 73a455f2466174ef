// Some nodes: their values, what their rows link them to, and the types of all links that leave them.
// scope: none, because verify holds everything on file against the model.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
RETURN <columns>, labels(node) AS labels, [(node)-[own]->() | type(own)] AS leaving,
       node.batch AS batch, node.digest AS digest, node.merged AS merged, node.also AS also
ORDER BY id
