// Open alerts that got their numbers after one and up to another. Numbers are sought one by one, as both engines can.
// scope: none, because whoever listens is told what lies in their scope.
UNWIND range($after + 1, $last) AS seq
MATCH (alert:Alert {seq: seq})
WITH alert
WHERE alert.state = 'OPEN'
