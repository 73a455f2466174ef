// Another batch that brought the same versions.
UNWIND $ids AS id
MATCH (version:Version {id: id})
SET version.also = coalesce(version.also, []) + [$batch]
