// What went from one side to the other: transfers between their accounts, and payments by the one or out of its
// accounts, to the other or into its accounts.
CALL {
  UNWIND $origins AS id
  MATCH (from:Account {id: id})-[link:TRANSFER]->(to:Account)
  WHERE to.id IN $targets AND to.id <> from.id AND link.at >= $first AND link.at <= $last AND link.amountFen >= $minAmountFen
  RETURN collect({kind: 'TRANSFER', id: link.id, amountFen: link.amountFen, at: link.at,
    fromLabel: 'ACCOUNT', fromId: from.id, fromSeen: true, toLabel: 'ACCOUNT', toId: to.id, toSeen: true,
    seen: true, transferKind: link.kind, purpose: link.purpose, authorisation: link.authorisation,
    batch: link.batch, row: link.row}) AS transfers
}
CALL {
  UNWIND $targets AS id
  MATCH (:Account {id: id})<-[:INTO]-(payment:Payment)
  WHERE payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
    AND EXISTS { MATCH (payment)-[:PAID_BY|FROM]->(origin)
                 WHERE origin:Agency AND origin.id IN $payers OR origin:Account AND origin.id IN $origins }
  RETURN collect(payment.id) AS into
}
CALL {
  WITH into
  UNWIND $payees AS wanted
  OPTIONAL MATCH (person:Person {id: wanted.id}) WHERE wanted.label = 'PERSON'
  OPTIONAL MATCH (household:Household {id: wanted.id}) WHERE wanted.label = 'HOUSEHOLD'
  OPTIONAL MATCH (company:Company {id: wanted.id}) WHERE wanted.label = 'COMPANY'
  OPTIONAL MATCH (agency:Agency {id: wanted.id}) WHERE wanted.label = 'AGENCY'
  WITH into, coalesce(person, household, company, agency) AS payee
  MATCH (payee)<-[:PAID_TO]-(payment:Payment)
  WHERE payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn) AND NOT payment.id IN into
    AND EXISTS { MATCH (payment)-[:PAID_BY|FROM]->(origin)
                 WHERE origin:Agency AND origin.id IN $payers OR origin:Account AND origin.id IN $origins }
  RETURN collect(payment.id) AS direct
}
WITH [] AS hubs, transfers, into + direct AS payments
