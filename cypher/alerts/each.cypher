// Alerts by id, those in scope.
UNWIND $ids AS id
MATCH (alert:Alert {id: id})
WITH alert
WHERE any(prefix IN $scope WHERE alert.regionCode STARTS WITH prefix)
RETURN alert.id AS id, alert.rule AS rule, alert.version AS version, alert.params AS params, alert.asOf AS asOf,
  alert.subjectKind AS subjectKind, alert.subjectId AS subjectId, alert.key AS key, alert.measure AS measure,
  alert.facts AS facts, alert.evidence AS evidence, alert.severity AS severity, alert.state AS state, alert.news AS news,
  alert.raisedAt AS raisedAt, alert.changedAt AS changedAt, alert.run AS run, alert.regionCode AS regionCode
ORDER BY id
