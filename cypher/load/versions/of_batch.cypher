// The versions that a batch brought, alone or with others.
// scope: none, because taking back a batch is the loader's.
MATCH (version:Version)
WHERE version.table = $table AND (version.batch = $batch OR $batch IN coalesce(version.also, []))
RETURN version.id AS id, version.of AS of, version.source AS source, version.columns AS columns,
       version.batch AS batch, version.row AS row, version.digest AS digest, version.current AS current,
       version.also AS also
ORDER BY id
