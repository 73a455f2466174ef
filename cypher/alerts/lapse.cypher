// Open alerts whose hit is gone, with the cause, unless somebody changed them meanwhile.
UNWIND $rows AS row
MATCH (alert:Alert {id: row.id})
SET alert.lock = true
WITH * WHERE alert.revision = row.revision
MATCH (left:AlertCount {id: row.left}), (joined:AlertCount {id: row.joined})
SET left.alerts = left.alerts - 1
SET joined.alerts = joined.alerts + 1
SET alert.state = 'LAPSED', alert.news = row.news, alert.changedAt = $at, alert.run = $run, alert.revision = row.revision + 1
