// The links among some, several of one kind between two as one, the earliest first.
WITH nearKind, nearId, farKind, farId, through, kind, forwards, contact, toString(since) AS since, toString(until) AS until, batch, row
WHERE degree IS NULL AND farId IN $shown
ORDER BY since, batch, row
WITH nearKind, nearId, farKind, farId, through, kind, forwards, contact, count(*) AS records,
  head(collect({since: since, until: until, batch: batch, row: row})) AS first
RETURN nearKind, nearId, farKind, farId, through, kind, forwards, contact, records, first.since AS since, first.until AS until, first.batch AS batch, first.row AS row
ORDER BY nearKind, nearId, farKind, farId, kind, forwards, contact
