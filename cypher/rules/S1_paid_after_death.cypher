// id = "S1"
// title = "Paid after death"
// title_zh = "死亡后仍领取补贴"
// subject = "Person"
// severity = "HIGH"
// localities = ["P3", "P8"]
// legalBasis = ["payments stop with the month of death"]
// why = "A payment after the month of death means the list was not cleaned, or someone collects for the dead."
// exceptions = ["survivors' programmes", "payments that came back", "a period that had begun by the end of the month of death"]
// needs = ["data:PERSONS", "data:DEATHS", "data:PAYMENTS"]
// candidates = "p.diedOn IS NOT NULL OR p.sameAs = p.id"
// measure = "MONEY"
// explain = "{name} died on {diedOn}; {count} payments of {programme} worth {amount} came for later periods, the last on {lastPaidOn}."
// explain_zh = "{name}于{diedOn}去世，此后所属期的{programme}仍发放{count}笔，共{amount}元，最后一笔在{lastPaidOn}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// diedOn = "DATE"
// programme = "PROGRAMME"
// amount = "MONEY"
// count = "INTEGER"
// firstPaidOn = "DATE"
// lastPaidOn = "DATE"
// missing = ["BASIS"]
// [params]
// graceDays = 0                  # days after the month of death in which a period may still begin
// [touched]
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN coalesce(p.sameAs, p.id) AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO]->(p:Person) WHERE y.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO]->(p:Person) WHERE g.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// One person may stand in several registers: in one as dead, in another as paid. The record with the least id stands for all.
CALL (person) {
  MATCH (person)-[:SAME_PERSON*0..1]-(record:Person)
  WITH record.id AS id, record.diedOn AS diedOn
  ORDER BY id
  RETURN collect(id) AS records, max(diedOn) AS diedOn
}
WITH subjectId, records, diedOn
WHERE records[0] = subjectId AND diedOn <= date($asOf)
WITH subjectId, records, diedOn, date.truncate('month', diedOn) + duration({months: 1}) + duration({days: $graceDays}) AS stopsOn
CALL (records, stopsOn) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE coalesce(payment.periodFrom, payment.paidOn) >= stopsOn AND payment.paidOn <= date($asOf)
    AND coalesce(payment.status, 'PAID') = 'PAID' AND coalesce(programme.basis, '-') <> 'SURVIVOR'
  WITH programme.id AS programmeId, programme.basis AS basis, payment.id AS id, payment.paidOn AS paidOn, reduce(fen = payment.amountFen,
    back IN [(payment)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  WHERE fen > 0
  WITH programmeId, basis, id, paidOn, fen
  ORDER BY paidOn, id
  RETURN programmeId, basis, sum(fen) AS amount, collect({id: id, on: toString(paidOn)}) AS payments
}
RETURN subjectId, programmeId AS key, CASE WHEN basis IS NOT NULL THEN amount END AS measure,
  CASE WHEN basis IS NULL THEN {missing: 'BASIS'} ELSE {diedOn: toString(diedOn), programme: programmeId, amount: amount, count: size(payments),
    firstPaidOn: payments[0].on, lastPaidOn: payments[-1].on} END AS facts,
  [id IN records | {kind: 'Person', id: id}] + [payment IN payments[..50] | {kind: 'Payment', id: payment.id}] AS evidence
ORDER BY subjectId, key
