// id = "T5"
// title = "Careless entry"
// title_zh = "数据录入质量问题"
// subject = "Agency"
// severity = "LOW"
// localities = ["P12"]
// legalBasis = ["whoever enters a record answers for it: false or careless entry is itself a fault"]
// why = "What is entered without its programme, on a day before it happened, or twice, cannot be checked, and at times is not meant to be."
// exceptions = ["payments for a project or a contract need no programme", "lists whose payments came back", "a source that never delivered"]
// needs = ["data:PAYMENTS"]
// candidates = "EXISTS { (a)<-[:PAID_BY]-(:Payment) } OR EXISTS { (a)<-[:OF]-(:Source) }"
// measure = "INTEGER"
// explain = "{name}, {key}: {measure} faults of entry ({faults}), in {payments} payments, {lists} lists handed in again and {deliveries} deliveries late or unlike those before."
// explain_zh = "{name}{key}：录入问题{measure}项（{faults}），涉及支付{payments}笔、重复批次{lists}个、逾期或数量异常的报送{deliveries}次。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// faults = ["NO_PROGRAMME", "NO_PERIOD", "NO_REGION", "BACK_DATED", "REPEATED", "OVERDUE", "UNUSUAL"]
// payments = "INTEGER"
// lists = "INTEGER"
// deliveries = "INTEGER"
// [params]
// leastFaults = 1                # faults of one month that are worth a word
// leastRows = 2                  # payments that make a list
// leastBefore = 3                # deliveries of a table that make a history
// offPercent = 30                # percent off the mean of its history from which a delivery is unusual
// [touched]
// Agency = "UNWIND $changed AS id MATCH (a:Agency {id: id}) RETURN a.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_BY]->(a:Agency) WHERE y.id IN $changed RETURN DISTINCT a.id AS subjectId"
// Payout = "UNWIND $changed AS id MATCH (:Payout {id: id})-[:PAID_BY]->(a:Agency) RETURN DISTINCT a.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_BY]->(a:Agency) WHERE g.id IN $changed RETURN DISTINCT a.id AS subjectId"
// Source = "UNWIND $changed AS id MATCH (:Source {id: id})-[:OF]->(a:Agency) RETURN a.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (agency:Agency {id: subjectId})
CALL (agency) {
  MATCH (agency)<-[:PAID_BY]-(payment:Payment)
  WHERE payment.recordedOn < payment.paidOn OR payment.regionCode IS NULL
    OR NOT EXISTS { (payment)-[:UNDER]->(:Programme) } AND NOT EXISTS { (payment)-[:FOR]->(:Project|Contract) }
    OR payment.periodFrom IS NULL AND EXISTS { MATCH (payment)-[:UNDER]->(programme:Programme) WHERE programme.countPerPeriod IS NOT NULL }
  OPTIONAL MATCH (payment)-[:UNDER]->(programme:Programme)
  UNWIND [CASE WHEN programme IS NULL AND NOT EXISTS { (payment)-[:FOR]->(:Project|Contract) } THEN 'NO_PROGRAMME' END,
    CASE WHEN payment.periodFrom IS NULL AND programme.countPerPeriod IS NOT NULL THEN 'NO_PERIOD' END,
    CASE WHEN payment.regionCode IS NULL THEN 'NO_REGION' END, CASE WHEN payment.recordedOn < payment.paidOn THEN 'BACK_DATED' END] AS fault
  RETURN fault, 'Payment' AS kind, payment.id AS id, coalesce(payment.recordedOn, payment.paidOn) AS day
  UNION
  // Lists that tell of one programme and period the same to the last payment; the first of them is none too many.
  MATCH (agency)<-[:PAID_BY]-(payout:Payout)
  OPTIONAL MATCH (payout)-[:UNDER]->(programme:Programme)
  WITH coalesce(programme.id, '-') + ' ' + coalesce(toString(payout.periodFrom), '-') + ' ' + coalesce(toString(payout.listedCount), '-') + ' '
    + coalesce(toString(payout.listedFen), '-') AS head, payout.id AS payoutId
  WITH head, collect(payoutId) AS alike WHERE size(alike) > 1
  UNWIND alike AS payoutId
  MATCH (payout:Payout {id: payoutId})<-[:PART_OF]-(payment:Payment)-[:PAID_TO]->(payee)
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND NOT coalesce(payment.kind, 'REGULAR') IN ['REISSUE', 'TOP_UP']
    AND reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= date($asOf) | part.amountFen] | fen - back) > 0
  WITH head, payoutId, payee.id + ' ' + toString(payment.amountFen) + ' ' + coalesce(toString(payment.periodFrom) + toString(payment.periodTo), '-') AS line,
    coalesce(payment.recordedOn, payment.paidOn) AS day
  ORDER BY line
  WITH head, payoutId, collect(line) AS lines, max(day) AS day WHERE size(lines) >= $leastRows
  WITH * ORDER BY day, payoutId
  WITH head, lines, collect({of: payoutId, day: day}) AS copies
  UNWIND copies[1..] AS copy
  RETURN 'REPEATED' AS fault, 'Payout' AS kind, copy.of AS id, copy.day AS day
  UNION
  // How far what a source delivered is off what it did before, and whether the next came in time; a source is not waited for before its first.
  MATCH (agency)<-[:OF]-(source:Source)
  MATCH (batch:LoadBatch {source: source.id, state: 'DONE'})
  WITH source, batch.id AS id, batch.table AS name, batch.read AS rows, date('1970-01-01') + duration({days: (batch.loadedAt + 28800000) / 86400000}) AS day
  WHERE day <= date($asOf)
  WITH source, id, name, rows, day ORDER BY id
  WITH source, collect({of: id, table: name, rows: rows, day: day}) AS deliveries
  UNWIND deliveries AS one
  WITH source, one, [other IN deliveries WHERE other.of < one.of AND other.table = one.table | other.rows] AS before,
    head([other IN deliveries WHERE other.day > one.day | other.day]) AS nextOn, one.day + duration({months: coalesce(source.everyMonths, 0)}) AS monthOn
  WITH *, reduce(sum = 0, rows IN before | sum + rows) AS total, date.truncate('month', monthOn) + duration({days: coalesce(source.dueDay, 1) - 1}) AS dayOn,
    date.truncate('month', monthOn) + duration({months: 1}) - duration({days: 1}) AS endOn
  WITH *, CASE WHEN source.dueDay IS NULL THEN monthOn WHEN dayOn < endOn THEN dayOn ELSE endOn END AS dueOn
  UNWIND [{fault: CASE WHEN source.everyMonths > 0 AND dueOn < coalesce(nextOn, date($asOf)) THEN 'OVERDUE' END, kind: 'Source', of: source.id, day: dueOn},
    {fault: CASE WHEN size(before) >= $leastBefore AND abs(one.rows * size(before) - total) * 100 > total * $offPercent THEN 'UNUSUAL' END,
      kind: 'LoadBatch', of: toString(one.of), day: one.day}] AS found
  RETURN found.fault AS fault, found.kind AS kind, found.of AS id, found.day AS day
}
WITH subjectId, fault, kind, id, day WHERE fault IS NOT NULL AND day <= date($asOf)
WITH subjectId, substring(toString(day), 0, 7) AS month, fault, kind, id ORDER BY fault, day, id
WITH subjectId, month, collect(fault) AS found, collect(DISTINCT {kind: kind, id: id}) AS proofs
WHERE size(found) >= $leastFaults
RETURN subjectId, month AS key, size(found) AS measure,
  {faults: [fault IN ['NO_PROGRAMME', 'NO_PERIOD', 'NO_REGION', 'BACK_DATED', 'REPEATED', 'OVERDUE', 'UNUSUAL'] WHERE fault IN found],
    payments: size([proof IN proofs WHERE proof.kind = 'Payment']), lists: size([proof IN proofs WHERE proof.kind = 'Payout']),
    deliveries: size([proof IN proofs WHERE proof.kind IN ['Source', 'LoadBatch']])} AS facts,
  [{kind: 'Agency', id: subjectId}] + proofs[..50] AS evidence
ORDER BY subjectId, key
