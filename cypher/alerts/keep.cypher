// Keeps alerts as a run found them. Those that somebody should hear of get the next numbers.
MERGE (clock:AlertClock {id: 'alerts'})
SET clock.seq = coalesce(clock.seq, 0) + $heard
WITH clock.seq - $heard AS before
UNWIND $rows AS row
MERGE (alert:Alert {id: row.id})
ON CREATE SET alert.rule = $rule, alert.subjectKind = $subjectKind, alert.subjectId = row.subjectId, alert.key = row.key,
  alert.raisedAt = $at
SET alert.seq = CASE WHEN row.heard IS NULL THEN alert.seq ELSE before + row.heard END,
  alert.version = $version, alert.params = row.params, alert.asOf = $asOf, alert.run = $run, alert.changedAt = $at,
  alert.measure = toFloat(row.measure), alert.facts = row.facts, alert.evidence = row.evidence, alert.content = row.content,
  alert.proof = row.proof, alert.severity = row.severity, alert.programme = row.programme, alert.state = row.state,
  alert.news = row.news, alert.regionCode = row.place[0], alert.province = row.place[1], alert.prefecture = row.place[2],
  alert.county = row.place[3], alert.township = row.place[4], alert.village = row.place[5]
