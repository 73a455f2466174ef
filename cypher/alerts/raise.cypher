// Alerts that were never raised before. Numbers tell subscribers which came after which.
MERGE (clock:AlertClock {id: 'alerts'})
SET clock.seq = coalesce(clock.seq, 0) + size($rows)
WITH clock.seq - size($rows) AS before
UNWIND $rows AS row
MATCH (joined:AlertCount {id: row.joined})
CREATE (alert:Alert {id: row.id, rule: $rule, subjectKind: $subjectKind, subjectId: row.subjectId, key: row.key, raisedAt: $at,
  seq: before + row.heard, revision: 0, version: $version, params: row.params, asOf: $asOf, run: $run, changedAt: $at,
  measure: toFloat(row.measure), facts: row.facts, evidence: row.evidence, content: row.content, proof: row.proof,
  severity: row.severity, programme: row.programme, state: row.state, news: row.news, regionCode: row.place[0],
  province: row.place[1], prefecture: row.place[2], county: row.place[3], township: row.place[4], village: row.place[5]})
SET joined.alerts = joined.alerts + 1
