// By payment and person reached: the officials who are kin, with what the money came through.
CALL {
  WITH shown
  UNWIND shown AS way
  MATCH (official:Person {id: way.ids[0]})
  WITH coalesce(official.sameAs, official.id) AS official, way
  ORDER BY size(way.chain), way.chain, way.ids
  RETURN collect({official: official, way: {ids: way.ids, linkIds: way.linkIds, chain: way.chain}}) AS officials
}
MATCH (payment:Payment {id: paymentId})-[:PAID_TO]->(payee)
OPTIONAL MATCH (payment)-[:INTO]->(account:Account)
WITH paymentId, personId, coalesce(person.sameAs, person.id) AS who, ranks, truncated, several, officials, kin,
  CASE WHEN none(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix) THEN null
    WHEN payee:Household THEN {label: 'HOUSEHOLD', id: payee.id, regionCode: payee.regionCode, kind: payee.kind}
    WHEN payee:Company THEN {label: 'COMPANY', id: payee.id, name: payee.name, regionCode: payee.regionCode, kind: payee.kind} END AS payee,
  {label: 'ACCOUNT', id: account.id, number: account.number, bank: account.bank} AS account
RETURN paymentId, who, truncated, several, officials, kin, [rank IN ranks | {channel: ['DIRECT', 'HOUSEHOLD', 'COMPANY', 'ACCOUNT'][rank],
  via: CASE WHEN rank IN [1, 2] THEN payee WHEN rank = 3 THEN account END}] AS channels
ORDER BY paymentId, personId
