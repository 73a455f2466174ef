// What bears the labels and properties of alerts and of the runs that raise them.
CREATE (alert:Alert {id: '~'}), (clock:AlertClock {id: '~'}), (number:AlertCount {id: '~'}), (run:RuleRun {id: '~'}),
  (event:AlertEvent {id: '~'}),
  (lease:Lease {id: '~'})
SET alert.rule = '', alert.subjectKind = '', alert.subjectId = '', alert.key = '', alert.raisedAt = 0, alert.seq = 0,
  alert.version = '', alert.params = '', alert.asOf = '', alert.run = '', alert.changedAt = 0, alert.measure = 0.5,
  alert.facts = '', alert.evidence = '', alert.content = '', alert.proof = '', alert.severity = '', alert.programme = '',
  alert.state = '', alert.revision = 0, alert.lock = true, alert.reason = '', alert.settledBy = '', alert.settledAt = 0, alert.vouchedBy = '',
  alert.news = '', alert.regionCode = '', alert.province = '', alert.prefecture = '', alert.county = '',
  alert.township = '', alert.village = '', clock.seq = 0, number.rule = '', number.severity = '', number.state = '',
  number.programme = '', number.alerts = 0, number.regionCode = '', number.province = '', number.prefecture = '',
  number.county = '', number.township = '', run.rule = '', run.version = '', run.params = '', run.asOf = '',
  run.startedAt = 0, run.state = '', run.after = '', run.counts = '', run.subjects = 0, run.endedAt = 0,
  run.failure = '', event.alert = '', event.at = 0, event.actor = '', event.role = '', event.act = '',
  event.was = '', event.became = '', event.reason = '', event.note = '', lease.asked = 0, lease.holder = '', lease.until = 0
