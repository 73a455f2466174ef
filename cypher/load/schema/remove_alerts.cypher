// What bore the labels and properties of alerts, once they are known.
MATCH (alert:Alert {id: '~'}), (clock:AlertClock {id: '~'}), (number:AlertCount {id: '~'}), (run:RuleRun {id: '~'}),
  (lease:Lease {id: '~'}), (event:AlertEvent {id: '~'})
DETACH DELETE alert, clock, number, run, lease, event
