// The alerts of a rule on some subjects, as far as a run compares them with what it finds.
// scope: none, because a run judges the whole graph.
UNWIND $subjects AS subjectId
MATCH (alert:Alert {subjectId: subjectId})
WHERE alert.rule = $rule
RETURN alert.id AS id, alert.state AS state, alert.revision AS revision, alert.content AS content, alert.proof AS proof,
  alert.params AS params, alert.version AS version, alert.severity AS severity, alert.programme AS programme,
  alert.regionCode AS regionCode
ORDER BY id
