// Those that have too many links.
WITH nearKind, nearId, nearDegree WHERE nearDegree > $degree
RETURN nearKind, nearId, nearKind AS farKind, nearId AS farId, nearDegree AS degree
ORDER BY nearKind, nearId
