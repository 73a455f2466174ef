// Whom the open alerts of a rule are about.
// scope: none, because a run judges the whole graph.
MATCH (alert:Alert {rule: $rule})
WHERE alert.state = 'OPEN'
RETURN DISTINCT alert.subjectId AS subjectId
ORDER BY subjectId
