// One page of them by code.
WITH region, region.id AS key
WHERE $afterKey IS NULL OR key > $afterKey
RETURN key, {code: key, name: region.name, level: region.level} AS node
ORDER BY key
LIMIT $limit
