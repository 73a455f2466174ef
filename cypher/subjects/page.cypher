// Subjects of a rule, a page of them in the order of their ids, with the region that they belong to and
// whether what the rule reads of themselves is on file.
// scope: none, because rules judge the whole graph; whoever reads an alert sees what their scope allows.
MATCH (<subject>:<Label>)
WHERE <subject>.id > $after AND <candidates>
RETURN <subject>.id AS id, <region> AS regionCode, <present> AS present, true AS candidate
ORDER BY id
LIMIT $limit
