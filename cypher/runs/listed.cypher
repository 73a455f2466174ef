// The last runs of a rule, or of all of them.
// scope: none, because a run is about a rule and nobody.
MATCH (run:RuleRun)
WHERE $rule IS NULL OR run.rule = $rule
RETURN run.id AS id, run.rule AS rule, run.version AS version, run.asOf AS asOf, run.state AS state, run.startedAt AS startedAt,
  run.endedAt AS endedAt, run.counts AS counts, run.failure AS failure
ORDER BY startedAt DESC, id
LIMIT $limit
