// Which version of the stored shape this graph has.
MATCH (schema:Schema {id: 'kinflow'})
RETURN schema.version AS version
