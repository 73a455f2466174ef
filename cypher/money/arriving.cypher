// What arrives at accounts, and at agencies where a payment names no account, each within its own time.
// A place with more than $hub links is not followed, unless it is the one asked about.
CALL {
  UNWIND $accounts AS place
  MATCH (account:Account {id: place.id})
  WITH place, place.asked OR COUNT { (account)<-[:TRANSFER]-() } + COUNT { (account)<-[:INTO]-() } <= $hub AS open
  RETURN collect(CASE WHEN open THEN place END) AS accounts, collect(CASE WHEN NOT open THEN {label: 'ACCOUNT', id: place.id} END) AS hubs
}
CALL {
  UNWIND $agencies AS place
  MATCH (agency:Agency {id: place.id})
  WITH place, COUNT { (agency)<-[:PAID_TO]-() } <= $hub AS open
  RETURN collect(CASE WHEN open THEN place END) AS agencies, collect(CASE WHEN NOT open THEN {label: 'AGENCY', id: place.id} END) AS busyAgencies
}
CALL {
  WITH accounts
  UNWIND accounts AS place
  MATCH (to:Account {id: place.id})<-[link:TRANSFER]-(from:Account)
  WHERE link.at >= place.first AND link.at <= place.last AND link.amountFen >= $minAmountFen AND from.id <> place.id
  WITH place, link, from, '' IN $scope OR EXISTS { MATCH (from)-[:OWNED_BY]->(owner)
    WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS fromSeen
  RETURN collect({kind: 'TRANSFER', id: link.id, amountFen: link.amountFen, at: link.at,
    fromLabel: 'ACCOUNT', fromId: from.id, fromSeen: fromSeen, toLabel: 'ACCOUNT', toId: place.id, toSeen: place.seen,
    seen: place.seen OR fromSeen, transferKind: link.kind, purpose: link.purpose, authorisation: link.authorisation,
    batch: link.batch, row: link.row}) AS transfers
}
CALL {
  WITH accounts
  UNWIND accounts AS place
  MATCH (:Account {id: place.id})<-[:INTO]-(payment:Payment)
  WHERE payment.paidOn >= date(place.firstOn) AND payment.paidOn <= date(place.lastOn)
  RETURN collect(payment.id) AS named
}
CALL {
  WITH agencies
  UNWIND agencies AS place
  MATCH (:Agency {id: place.id})<-[:PAID_TO]-(payment:Payment)
  WHERE payment.paidOn >= date(place.firstOn) AND payment.paidOn <= date(place.lastOn)
    AND NOT EXISTS { MATCH (payment)-[:INTO]->(:Account) }
  RETURN collect(payment.id) AS unnamed
}
WITH hubs + busyAgencies AS hubs, transfers, named + unnamed AS payments
