// id = "T1"
// title = "Entered late"
// title_zh = "发放信息逾期录入"
// subject = "Payment"
// severity = "LOW"
// localities = ["P12"]
// legalBasis = ["payouts are entered within seven working days"]
// why = "What is entered long after it was paid, or not at all, cannot be compared while it can still be stopped."
// exceptions = ["holidays do not count, weekends that were worked do", "regions that do not hand over when a payment was entered"]
// needs = ["Payment.paidOn", "data:PAYMENTS", "data:ENTRIES", "data:WORKDAYS"]
// due = "Payment.paidOn + 8 working days"
// candidates = "p.recordedOn IS NULL OR p.recordedOn > p.paidOn"
// measure = "INTEGER"
// explain = "Paid on {paidOn}, entered on {recordedOn}: by {countedTo} that is {measure} working days, where {allowed} are allowed."
// explain_zh = "{paidOn}发放，{recordedOn}录入：至{countedTo}已过{measure}个工作日，时限为{allowed}个工作日。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// paidOn = "DATE"
// recordedOn = "DATE"
// countedTo = "DATE"
// allowed = "INTEGER"
// [params]
// workingDays = 7                # working days after the payment in which it is to be entered
// [touched]
// Payment = "UNWIND $changed AS id MATCH (p:Payment {id: id}) RETURN p.id AS subjectId"
// Workday = "MATCH (w:Workday) WHERE w.id IN $changed MATCH (p:Payment) WHERE p.paidOn < w.date AND (p.recordedOn IS NULL OR w.date <= p.recordedOn) RETURN p.id AS subjectId"
// Coverage = "MATCH (c:Coverage {dataset: 'ENTRIES'}) WHERE c.id IN $changed MATCH (p:Payment) WHERE p.recordedOn IS NULL AND p.regionCode STARTS WITH c.regionCode RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (payment:Payment {id: subjectId})
WITH subjectId, payment.regionCode AS place, payment.paidOn AS paidOn, CASE WHEN payment.recordedOn <= date($asOf) THEN payment.recordedOn END AS recordedOn,
  payment.recordedOn > date($asOf) AS isLater
WHERE coalesce(recordedOn, date($asOf)) > paidOn + duration({days: $workingDays})
// What is not entered is late for as long as the register of entries has told.
CALL (place, paidOn, recordedOn, isLater) {
  WITH place, paidOn, recordedOn, isLater
  WHERE recordedOn IS NULL AND NOT coalesce(isLater, false)
  MATCH (register:Coverage {dataset: 'ENTRIES'})
  WHERE place STARTS WITH register.regionCode AND (register.from IS NULL OR register.from <= paidOn)
  RETURN max(CASE WHEN register.asOf < date($asOf) THEN register.asOf ELSE date($asOf) END) AS toldTo
}
WITH subjectId, paidOn, recordedOn, coalesce(recordedOn, CASE WHEN isLater THEN date($asOf) ELSE toldTo END) AS countedTo
WHERE countedTo > paidOn + duration({days: $workingDays})
// Monday to Friday, less holidays, and weekends that were worked.
CALL (paidOn, countedTo) {
  OPTIONAL MATCH (day:Workday)
  WHERE day.date > paidOn AND day.date <= countedTo
  WITH duration.inDays(paidOn, countedTo).days AS days, sum(CASE WHEN day.kind = 'WORKDAY' AND day.date.dayOfWeek > 5 THEN 1
    WHEN day.kind = 'HOLIDAY' AND day.date.dayOfWeek < 6 THEN -1 ELSE 0 END) AS change
  RETURN days / 7 * 5 + size([ahead IN range(1, days % 7) WHERE (paidOn.dayOfWeek + ahead - 1) % 7 < 5]) + change AS worked
}
WITH subjectId, paidOn, recordedOn, countedTo, worked
WHERE worked > $workingDays
RETURN subjectId, '-' AS key, worked AS measure,
  {paidOn: toString(paidOn), recordedOn: toString(recordedOn), countedTo: toString(countedTo), allowed: $workingDays} AS facts,
  [{kind: 'Payment', id: subjectId}] AS evidence
ORDER BY subjectId, key
