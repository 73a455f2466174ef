// What came into the account for payees: paid into it, or sent on from an account that it was paid into at most
// $withinDays before; and what left the account.
CALL {
  WITH account
  MATCH (account)<-[:INTO]-(payment:Payment)-[:PAID_TO]->(payee)
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
  WITH payment, payee ORDER BY payment.paidOn, payment.id LIMIT $limit
  RETURN collect(payment.id) AS payments, collect({kind: 'PAYMENT', id: payment.id, payees: [CASE WHEN payee:Person THEN 'p '
    WHEN payee:Household THEN 'h ' WHEN payee:Company THEN 'c ' ELSE 'a ' END + payee.id]}) AS paidFor
}
CALL {
  WITH account
  MATCH (account)<-[link:TRANSFER]-(own:Account)<-[:INTO]-(payment:Payment)-[:PAID_TO]->(payee)
  WHERE own.id <> account.id AND link.at >= $first AND link.at <= $last AND coalesce(payment.status, 'PAID') = 'PAID'
  WITH link.id AS id, own.id AS ownId, link.at AS at, link.amountFen AS amountFen, link.kind AS kind, link.purpose AS purpose,
    link.authorisation AS authorisation, link.batch AS batch, link.row AS row, duration.inDays(date('1970-01-01'), payment.paidOn).days AS day,
    CASE WHEN payee:Person THEN 'p ' WHEN payee:Household THEN 'h ' WHEN payee:Company THEN 'c ' ELSE 'a ' END + payee.id AS payee
  WHERE day * 86400000 - 28800000 < at AND (at + 28800000) / 86400000 - day <= $withinDays
  WITH DISTINCT id, ownId, at, amountFen, kind, purpose, authorisation, batch, row, payee
  ORDER BY at, id, payee LIMIT $limit
  WITH id, ownId, at, amountFen, kind, purpose, authorisation, batch, row, collect(payee) AS payees
  WITH id, ownId, at, amountFen, kind, purpose, authorisation, batch, row, payees, '' IN $scope OR EXISTS {
    MATCH (:Account {id: ownId})-[:OWNED_BY]->(owner) WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS fromSeen
  ORDER BY at, id
  RETURN collect({kind: 'TRANSFER', id: id, payees: payees}) AS sentFor, collect({kind: 'TRANSFER', id: id, amountFen: amountFen, at: at,
    fromLabel: 'ACCOUNT', fromId: ownId, fromSeen: fromSeen, toLabel: 'ACCOUNT', toId: $account, toSeen: true, seen: true,
    transferKind: kind, purpose: purpose, authorisation: authorisation, batch: batch, row: row}) AS sentOn
}
CALL {
  WITH account
  MATCH (account)-[link:TRANSFER]->(to:Account)
  WHERE link.at >= $first AND link.at <= $last
  WITH link, to, '' IN $scope OR EXISTS { MATCH (to)-[:OWNED_BY]->(owner)
    WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS toSeen
  ORDER BY link.at, link.id LIMIT $limit
  RETURN collect({kind: 'TRANSFER', id: link.id, amountFen: link.amountFen, at: link.at, fromLabel: 'ACCOUNT', fromId: $account,
    fromSeen: true, toLabel: 'ACCOUNT', toId: to.id, toSeen: toSeen, seen: true, transferKind: link.kind, purpose: link.purpose,
    authorisation: link.authorisation, batch: link.batch, row: link.row}) AS left
}
