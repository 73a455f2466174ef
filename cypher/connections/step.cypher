// Who is tied to whom, by however many links.
WITH DISTINCT nearKind, nearId, farKind, farId, degree
RETURN nearKind, nearId, farKind, farId, degree
ORDER BY nearKind, nearId, farKind, farId
LIMIT $limit
