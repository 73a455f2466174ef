// Alerts that tell something new, unless somebody changed them meanwhile: a later run tells it then.
MERGE (clock:AlertClock {id: 'alerts'})
SET clock.seq = coalesce(clock.seq, 0) + size($rows)
WITH clock.seq - size($rows) AS before
UNWIND $rows AS row
MATCH (alert:Alert {id: row.id})
SET alert.lock = true
WITH * WHERE alert.revision = row.revision
MATCH (left:AlertCount {id: row.left}), (joined:AlertCount {id: row.joined})
SET left.alerts = left.alerts - 1
SET joined.alerts = joined.alerts + 1
SET alert.seq = CASE WHEN row.heard IS NULL THEN alert.seq ELSE before + row.heard END, alert.revision = row.revision + 1,
  alert.version = $version, alert.params = row.params, alert.asOf = $asOf, alert.run = $run, alert.changedAt = $at,
  alert.measure = toFloat(row.measure), alert.facts = row.facts, alert.evidence = row.evidence, alert.content = row.content,
  alert.proof = row.proof, alert.severity = row.severity, alert.programme = row.programme, alert.state = row.state,
  alert.news = row.news, alert.regionCode = row.place[0], alert.province = row.place[1], alert.prefecture = row.place[2],
  alert.county = row.place[3], alert.township = row.place[4], alert.village = row.place[5],
  alert.reason = CASE WHEN row.heard IS NULL THEN alert.reason END, alert.vouchedBy = CASE WHEN row.heard IS NULL THEN alert.vouchedBy END
