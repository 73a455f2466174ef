// A run is over: all subjects are looked at, it failed, or another took its place.
MATCH (run:RuleRun {id: $id})
SET run.state = $state, run.endedAt = $at, run.failure = $failure
