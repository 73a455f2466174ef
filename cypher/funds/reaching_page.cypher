// The page's payments with their cards, and each way money came with how the relative is kin.
CALL {
  WITH page
  UNWIND page AS row
  MATCH (payment:Payment {id: row.id})
  OPTIONAL MATCH (payment)-[:PAID_TO]->(payee)
  OPTIONAL MATCH (payment)-[:INTO]->(account:Account)
  OPTIONAL MATCH (payment)-[:PAID_BY]->(payer:Agency)
  WHERE any(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix)
  OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
  WITH row.reaches AS reaches, {id: payment.id, amountFen: payment.amountFen, paidOn: toString(payment.paidOn), status: payment.status,
      regionCode: payment.regionCode, batch: payment.batch, row: payment.row,
      programme: CASE WHEN programme IS NOT NULL THEN {id: programme.id, name: programme.name} END,
      payer: CASE WHEN payer IS NOT NULL THEN {id: payer.id, name: payer.name, regionCode: payer.regionCode} END} AS payment,
    CASE WHEN none(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix) THEN null
      WHEN payee:Household THEN {label: 'HOUSEHOLD', id: payee.id, regionCode: payee.regionCode, kind: payee.kind}
      WHEN payee:Company THEN {label: 'COMPANY', id: payee.id, name: payee.name, regionCode: payee.regionCode, kind: payee.kind} END AS payee,
    {label: 'ACCOUNT', id: account.id, number: account.number, bank: account.bank} AS account
  UNWIND reaches AS reach
  WITH payment, payee, account, reach, reach.way AS way
  ORDER BY size(way.chain), way.chain, way.ids, reach.rank
  WITH payment, {channel: ['DIRECT', 'HOUSEHOLD', 'COMPANY', 'ACCOUNT'][reach.rank], way: {ids: way.ids, linkIds: way.linkIds, chain: way.chain},
    via: CASE WHEN reach.rank IN [1, 2] THEN payee WHEN reach.rank = 3 THEN account END} AS reach
  WITH payment, collect(reach) AS reaches
  ORDER BY payment.amountFen DESC, payment.id
  RETURN collect({payment: payment, reaches: reaches}) AS nodes
}
RETURN truncated, several, size(ids) AS totalCount, paidFen - correctedFen AS totalFen, nodes, kin
