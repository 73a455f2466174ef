// What leaves accounts, and agencies where a payment names no account, each within its own time. A
// place with more than $hub links is not followed, unless it is the one asked about.
CALL {
  UNWIND $accounts AS place
  MATCH (account:Account {id: place.id})
  WITH place, place.asked OR COUNT { (account)-[:TRANSFER]->() } + COUNT { (account)<-[:FROM]-() } <= $hub AS open
  RETURN collect(CASE WHEN open THEN place END) AS accounts, collect(CASE WHEN NOT open THEN {label: 'ACCOUNT', id: place.id} END) AS hubs
}
CALL {
  UNWIND $agencies AS place
  MATCH (agency:Agency {id: place.id})
  WITH place, COUNT { (agency)<-[:PAID_BY]-() } <= $hub AS open
  RETURN collect(CASE WHEN open THEN place END) AS agencies, collect(CASE WHEN NOT open THEN {label: 'AGENCY', id: place.id} END) AS busyAgencies
}
CALL {
  WITH accounts
  UNWIND accounts AS place
  MATCH (from:Account {id: place.id})-[link:TRANSFER]->(to:Account)
  WHERE link.at >= place.first AND link.at <= place.last AND link.amountFen >= $minAmountFen
  WITH place, link, to, '' IN $scope OR EXISTS { MATCH (to)-[:OWNED_BY]->(owner)
    WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS toSeen
  RETURN collect({kind: 'TRANSFER', id: link.id, amountFen: link.amountFen, at: link.at,
    fromLabel: 'ACCOUNT', fromId: place.id, fromSeen: place.seen, toLabel: 'ACCOUNT', toId: to.id, toSeen: toSeen,
    seen: place.seen OR toSeen, transferKind: link.kind, purpose: link.purpose, authorisation: link.authorisation,
    batch: link.batch, row: link.row}) AS transfers
}
CALL {
  WITH accounts
  UNWIND accounts AS place
  MATCH (:Account {id: place.id})<-[:FROM]-(payment:Payment)
  WHERE payment.paidOn >= date(place.firstOn) AND payment.paidOn <= date(place.lastOn)
  RETURN collect(payment.id) AS named
}
CALL {
  WITH agencies
  UNWIND agencies AS place
  MATCH (:Agency {id: place.id})<-[:PAID_BY]-(payment:Payment)
  WHERE payment.paidOn >= date(place.firstOn) AND payment.paidOn <= date(place.lastOn)
    AND NOT EXISTS { MATCH (payment)-[:FROM]->(:Account) }
  RETURN collect(payment.id) AS unnamed
}
WITH hubs + busyAgencies AS hubs, transfers, named + unnamed AS payments
