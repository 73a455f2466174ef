// Transfers of some kinds that leave accounts and that arrive at accounts, each within its own time and, where
// $ends are given, at or from those alone; between two accounts, and of one owner only if $sameOwner.
CALL {
  UNWIND $leaving AS place
  MATCH (account:Account {id: place.id})
  WITH place, place.asked OR COUNT { (account)-[:TRANSFER]->() } <= $hub AS open
  RETURN collect(CASE WHEN open THEN place END) AS origins, collect(CASE WHEN NOT open THEN place.id END) AS busyOrigins
}
CALL {
  UNWIND $arriving AS place
  MATCH (account:Account {id: place.id})
  WITH place, place.asked OR COUNT { (account)<-[:TRANSFER]-() } <= $hub AS open
  RETURN collect(CASE WHEN open THEN place END) AS targets, collect(CASE WHEN NOT open THEN place.id END) AS busyTargets
}
CALL {
  WITH origins
  UNWIND origins AS place
  MATCH (from:Account {id: place.id})-[link:TRANSFER]->(to:Account)
  WHERE link.at >= place.first AND link.at <= place.last AND (place.ends IS NULL OR to.id IN place.ends)
    AND coalesce(link.kind, 'TRANSFER') IN $kinds AND to.id <> from.id
  RETURN collect({id: link.id, amountFen: link.amountFen, at: link.at, fromId: from.id, toId: to.id, kind: link.kind,
    purpose: link.purpose, authorisation: link.authorisation, batch: link.batch, row: link.row}) AS left
}
CALL {
  WITH targets
  UNWIND targets AS place
  MATCH (to:Account {id: place.id})<-[link:TRANSFER]-(from:Account)
  WHERE link.at >= place.first AND link.at <= place.last AND (place.ends IS NULL OR from.id IN place.ends)
    AND coalesce(link.kind, 'TRANSFER') IN $kinds AND to.id <> from.id
  RETURN collect({id: link.id, amountFen: link.amountFen, at: link.at, fromId: from.id, toId: to.id, kind: link.kind,
    purpose: link.purpose, authorisation: link.authorisation, batch: link.batch, row: link.row}) AS arrived
}
WITH busyOrigins, busyTargets, left + arrived AS links
