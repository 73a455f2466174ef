// The versions of some nodes or links.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (version:Version {of: id})
WHERE version.table = $table
RETURN version.id AS id, version.of AS of, version.source AS source, version.columns AS columns,
       version.batch AS batch, version.row AS row, version.digest AS digest, version.current AS current,
       version.also AS also
ORDER BY of, batch, id
