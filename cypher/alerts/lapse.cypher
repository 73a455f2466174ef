// Open alerts whose hit is gone, with the cause.
UNWIND $rows AS row
MATCH (alert:Alert {id: row.id})
SET alert.state = 'LAPSED', alert.news = row.news, alert.changedAt = $at, alert.run = $run
