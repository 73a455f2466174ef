// The payments as links of money: from the account named, else from the payer; into the account named, else to
// the payee. A payment is seen as elsewhere: by its own region, its payee's or its payer's. It is sought in a MATCH
// of its own: beside an id and a call, the embedded engine loses a comparison.
CALL {
  WITH payments
  UNWIND payments AS id
  MATCH (payment:Payment {id: id})
  MATCH (payment)-[:PAID_BY]->(payer:Agency)
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.amountFen >= $minAmountFen AND NOT id IN $known
  MATCH (payment)-[:PAID_TO]->(payee)
  OPTIONAL MATCH (payment)-[:FROM]->(from:Account)
  OPTIONAL MATCH (payment)-[:INTO]->(into:Account)
  WITH payment, payer, payee, from, into,
    any(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix) AS payerSeen,
    any(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix) AS payeeSeen
  WITH payment, payer, payee, from, into, payerSeen, payeeSeen,
    CASE WHEN from IS NULL THEN payerSeen WHEN '' IN $scope THEN true ELSE EXISTS { MATCH (from)-[:OWNED_BY]->(owner)
      WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } END AS fromSeen,
    CASE WHEN into IS NULL THEN payeeSeen WHEN '' IN $scope THEN true ELSE EXISTS { MATCH (into)-[:OWNED_BY]->(owner)
      WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } END AS toSeen
  RETURN collect({kind: 'PAYMENT', id: payment.id, amountFen: payment.amountFen,
    at: duration.inDays(date('1970-01-01'), payment.paidOn).days * 86400000 - 28800000,
    fromLabel: CASE WHEN from IS NULL THEN 'AGENCY' ELSE 'ACCOUNT' END, fromId: coalesce(from.id, payer.id), fromSeen: fromSeen,
    toLabel: CASE WHEN into IS NOT NULL THEN 'ACCOUNT' WHEN payee:Person THEN 'PERSON' WHEN payee:Household THEN 'HOUSEHOLD'
      WHEN payee:Company THEN 'COMPANY' ELSE 'AGENCY' END, toId: coalesce(into.id, payee.id), toSeen: toSeen,
    seen: payerSeen OR payeeSeen OR fromSeen OR toSeen OR any(prefix IN $scope WHERE payment.regionCode STARTS WITH prefix),
    batch: payment.batch, row: payment.row}) AS paid
}
