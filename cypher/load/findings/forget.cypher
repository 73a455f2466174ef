// Takes away what was found wrong with the rows of a batch.
MATCH (finding:Finding {batch: $batch})
DELETE finding
