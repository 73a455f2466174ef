// One step of the trace: what is seen of it in order, cut; and count and sum of all that is.
CALL {
  WITH transfers, paid
  UNWIND transfers + paid AS link
  WITH link
  ORDER BY CASE WHEN $order = 'AMOUNT' THEN -link.amountFen ELSE link.at END, link.at, -link.amountFen, link.kind, link.id
  RETURN collect(CASE WHEN link.seen THEN link END)[0..$perStep] AS links,
    sum(CASE WHEN link.seen THEN 1 ELSE 0 END) AS count, sum(CASE WHEN link.seen THEN link.amountFen ELSE 0 END) AS sumFen,
    sum(CASE WHEN link.seen AND link.fromSeen AND link.toSeen THEN 0 ELSE 1 END) AS hidden
}
RETURN links, count, sumFen, hidden, hubs
