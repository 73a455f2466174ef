// Records the version of the graph's shape.
MERGE (schema:Schema {id: 'kinflow'})
SET schema.version = $version
