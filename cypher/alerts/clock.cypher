// The number of the last alert that was raised.
// scope: none, because a number tells of nobody.
MATCH (clock:AlertClock {id: 'alerts'})
RETURN clock.seq AS seq
