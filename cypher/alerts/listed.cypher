// One page of them, the last raised or the gravest first.
WITH alert, CASE $order WHEN 'RAISED' THEN 0 - alert.seq
  ELSE CASE alert.severity WHEN 'HIGH' THEN 0 WHEN 'MEDIUM' THEN 1 ELSE 2 END END AS key
WHERE $afterKey IS NULL OR key > $afterKey OR key = $afterKey AND alert.id > $afterId
WITH alert, key
ORDER BY key, alert.id
LIMIT $limit
RETURN key, {id: alert.id, rule: alert.rule, version: alert.version, params: alert.params, asOf: alert.asOf,
  subjectKind: alert.subjectKind, subjectId: alert.subjectId, key: alert.key, measure: alert.measure, facts: alert.facts,
  evidence: alert.evidence, severity: alert.severity, state: alert.state, news: alert.news, revision: alert.revision,
  reason: alert.reason, settledBy: alert.settledBy, settledAt: alert.settledAt, vouchedBy: alert.vouchedBy,
  programme: alert.programme, raisedAt: alert.raisedAt,
  changedAt: alert.changedAt, run: alert.run, regionCode: CASE WHEN alert.regionCode <> '' THEN alert.regionCode END} AS node
ORDER BY key, alert.id
