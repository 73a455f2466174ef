// How far a run is: kept in the transaction that keeps its alerts, so that it goes on here after whatever happened.
MATCH (run:RuleRun {id: $id})
SET run.after = $after, run.counts = $counts
