// A run of a rule, about to look at its first subject.
MERGE (run:RuleRun {id: $id})
SET run.rule = $rule, run.version = $version, run.params = $params, run.asOf = $asOf, run.startedAt = $at,
  run.state = 'RUNNING', run.after = '', run.counts = $counts, run.subjects = $subjects
