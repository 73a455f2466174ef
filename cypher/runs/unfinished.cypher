// Runs of a rule that were begun and not ended, the last first.
// scope: none, because a run is about a rule and nobody.
MATCH (run:RuleRun {rule: $rule, state: 'RUNNING'})
RETURN run.id AS id, run.version AS version, run.params AS params, run.asOf AS asOf, run.after AS after,
  run.counts AS counts, run.startedAt AS startedAt
ORDER BY startedAt DESC, id
