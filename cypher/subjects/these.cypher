// Some subjects of a rule, with the region that they belong to and whether what the rule reads of themselves is on file.
// scope: none, because rules judge the whole graph; whoever reads an alert sees what their scope allows.
UNWIND $ids AS id
MATCH (<subject>:<Label> {id: id})
RETURN <subject>.id AS id, <region> AS regionCode, <present> AS present, coalesce(<candidates>, false) AS candidate
ORDER BY id
