// Alerts with all that is told of them.
RETURN alert.id AS id, alert.rule AS rule, alert.version AS version, alert.params AS params, alert.asOf AS asOf,
  alert.subjectKind AS subjectKind, alert.subjectId AS subjectId, alert.key AS key, alert.measure AS measure,
  alert.facts AS facts, alert.evidence AS evidence, alert.severity AS severity, alert.state AS state, alert.news AS news,
  alert.revision AS revision, alert.reason AS reason, alert.settledBy AS settledBy, alert.settledAt AS settledAt,
  alert.vouchedBy AS vouchedBy, alert.programme AS programme,
  alert.raisedAt AS raisedAt, alert.changedAt AS changedAt, alert.run AS run, CASE WHEN alert.regionCode <> '' THEN alert.regionCode END AS regionCode
ORDER BY id
