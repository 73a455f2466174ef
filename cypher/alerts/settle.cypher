// Settles alerts that nobody changed meanwhile, with the event that tells who did and why. Writing first takes the lock under
// which another who settles the same waits.
UNWIND $rows AS row
MATCH (alert:Alert {id: row.id})
SET alert.lock = true
WITH * WHERE alert.revision = row.revision
MATCH (left:AlertCount {id: row.left}), (joined:AlertCount {id: row.joined})
SET left.alerts = left.alerts - 1
SET joined.alerts = joined.alerts + 1
SET alert.state = row.to, alert.revision = row.revision + 1, alert.changedAt = $at, alert.reason = row.reason,
  alert.settledBy = $actor, alert.settledAt = $at, alert.vouchedBy = row.vouchedBy
CREATE (:AlertEvent {id: row.event, alert: row.id, at: $at, actor: $actor, role: $role, act: row.act, was: row.was,
  became: row.to, reason: row.reason, note: $note})
