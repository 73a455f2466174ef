// One page of the payments in scope with their cards; when $totals, the count, the sum net of
// corrections, and how many rows scope hides in whole or in part.
CALL (rows, hidden) {
  WITH rows, hidden WHERE $totals
  UNWIND rows AS row
  WITH row, hidden, row.payment AS payment
  OPTIONAL MATCH (payment)<-[:CORRECTS]-(correction:Payment)
  WHERE correction.status IN ['RETURNED', 'REVERSED']
  WITH row, hidden, payment, sum(correction.amountFen) AS correctedFen
  WITH row, payment.amountFen - correctedFen AS netFen, NOT '' IN $scope AND (
         NOT row.seen
         OR any(reach IN row.reaches WHERE reach.way.relative.id IN hidden
              OR reach.channel IN ['HOUSEHOLD', 'COMPANY'] AND none(prefix IN $scope WHERE reach.via.regionCode STARTS WITH prefix))
         OR EXISTS { MATCH (payment)-[:PAID_BY]->(payer:Agency) WHERE none(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix) }) AS cut
  RETURN sum(CASE WHEN row.seen THEN 1 ELSE 0 END) AS totalCount, sum(CASE WHEN row.seen THEN netFen ELSE 0 END) AS totalFen,
         sum(CASE WHEN cut THEN 1 ELSE 0 END) AS hiddenRows
}
CALL (rows, hidden) {
  UNWIND [row IN rows WHERE row.seen AND ($afterId IS NULL OR row.payment.amountFen < $afterFen
           OR row.payment.amountFen = $afterFen AND row.payment.id > $afterId)][0..$limit] AS row
  WITH row, row.payment AS payment, hidden
  OPTIONAL MATCH (payment)-[:PAID_BY]->(payer:Agency)
  WHERE any(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix)
  OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
  WITH row, payment, payer, programme, hidden
  ORDER BY payment.amountFen DESC, payment.id
  RETURN collect({
    payment: {id: payment.id, amountFen: payment.amountFen, paidOn: toString(payment.paidOn), status: payment.status,
      regionCode: payment.regionCode, batch: payment.batch, row: payment.row,
      programme: CASE WHEN programme IS NULL THEN null ELSE {id: programme.id, name: programme.name} END,
      payer: CASE WHEN payer IS NULL THEN null ELSE {id: payer.id, name: payer.name, regionCode: payer.regionCode} END},
    reaches: [reach IN row.reaches | {channel: reach.channel,
      via: CASE
        WHEN reach.channel = 'ACCOUNT' THEN CASE WHEN reach.way.relative.id IN hidden THEN null
          ELSE {label: 'ACCOUNT', id: reach.via.id, number: reach.via.number, bank: reach.via.bank} END
        WHEN none(prefix IN $scope WHERE reach.via.regionCode STARTS WITH prefix) THEN null
        WHEN reach.channel = 'HOUSEHOLD' THEN {label: 'HOUSEHOLD', id: reach.via.id, regionCode: reach.via.regionCode, kind: reach.via.kind}
        WHEN reach.channel = 'COMPANY' THEN {label: 'COMPANY', id: reach.via.id, name: reach.via.name, regionCode: reach.via.regionCode, kind: reach.via.kind}
        END,
      kinship: {chain: reach.way.chain,
        people: [person IN reach.way.people | CASE WHEN person.id IN hidden THEN null
          ELSE {id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber,
                sex: person.sex, bornOn: toString(person.bornOn), birthOrder: person.birthOrder} END],
        links: [link IN reach.way.links | {nature: link.nature, batch: link.batch, row: link.row,
                from: toString(link.from), to: toString(link.to), derived: link.derivedFrom IS NOT NULL}]}}]}) AS nodes
}
RETURN truncated, totalCount, totalFen, hiddenRows, nodes
