// One page of what was found wrong with the rows of a batch, by line. What stood in a cell may be anybody's number
// and lies in no region: it is for those who see everywhere.
MATCH (finding:Finding {batch: $batch})
WHERE finding.kind = $kind AND ($code IS NULL OR finding.code = $code)
WITH finding, coalesce(finding.line, 0) AS place
WHERE place > $afterLine OR place = $afterLine AND finding.id > $afterId
WITH finding, place
ORDER BY place, finding.id
LIMIT $limit
MATCH (batch:LoadBatch {id: finding.batch})
RETURN finding.id AS id, place, batch.file AS file, finding.line AS line, finding.column AS column,
       finding.code AS code, finding.reason AS reason,
       CASE WHEN any(prefix IN $scope WHERE prefix = '') THEN finding.value END AS value
ORDER BY place, id
