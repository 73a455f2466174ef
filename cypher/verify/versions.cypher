// Some versions, and the nodes that they are linked to.
// scope: none, because verify holds everything on file against the model.
UNWIND $ids AS id
MATCH (version:Version {id: id})
RETURN id, version.table AS table, version.of AS of, version.source AS source, version.columns AS columns,
       version.batch AS batch, version.current AS current, version.also AS also,
       [(version)-[:OF]->(node) | node.id] AS nodes
ORDER BY id
