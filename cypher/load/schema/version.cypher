// The version of the graph's shape.
// scope: none, because it tells nothing about anyone.
MATCH (schema:Schema {id: 'kinflow'})
RETURN schema.version AS version
