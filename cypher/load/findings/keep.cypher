// What was found wrong with rows, kept with their batch. One that is kept already stays as it is.
UNWIND $rows AS row
MERGE (finding:Finding {id: row.id})
SET finding.batch = row.batch, finding.kind = row.kind, finding.line = row.line, finding.column = row.column,
    finding.code = row.code, finding.reason = row.reason, finding.value = row.value
