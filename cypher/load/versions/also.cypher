// Another batch that brought the same versions.
UNWIND $ids AS id
MATCH (version:Version {id: id})
WHERE NOT $batch IN coalesce(version.also, [])
SET version.also = coalesce(version.also, []) + [$batch]
