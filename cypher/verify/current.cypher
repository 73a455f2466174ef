// The current versions of some nodes or links.
// scope: none, because verify holds everything on file against the model.
UNWIND $ids AS id
MATCH (version:Version {of: id})
WHERE version.table = $table AND version.current
RETURN id, version.table AS table, version.of AS of, version.source AS source, version.columns AS columns,
       version.batch AS batch, version.current AS current, version.also AS also
ORDER BY of, batch, id
