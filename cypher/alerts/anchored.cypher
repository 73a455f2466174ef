// The alerts of a rule, of a region and its parts, or on someone or something, whichever is named.
CALL {
  MATCH (alert:Alert {rule: $of.rule})
  RETURN alert
  UNION ALL
  MATCH (:Region {id: $of.region})<-[:PART_OF*0..4]-(part:Region)
  MATCH (alert:Alert {regionCode: part.id})
  RETURN alert
  UNION ALL
  MATCH (alert:Alert {subjectId: $of.subject})
  RETURN alert
}
WITH alert
