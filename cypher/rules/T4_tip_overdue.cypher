// id = "T4"
// title = "Tip overdue"
// title_zh = "信访举报逾期办理"
// subject = "Tip"
// severity = "MEDIUM"
// localities = ["P2", "P3"]
// legalBasis = ["Regulations on Letters and Visits (2022): petitions are answered within 15 days and closed within 60, or 30 more; whoever signs an accusation is told within 15 working days that it was taken in, and as soon after closing what came of it"]
// why = "A tip that nobody answers is the last one that its sender writes."
// exceptions = ["petitions extended, by at most 30 days", "accusations without a name: there is nobody to tell", "suggestions", "holidays, where working days count"]
// needs = ["data:TIPS", "data:WORKDAYS"]
// due = "Tip.receivedOn + 16 days"
// candidates = "t.class IN ['PETITION', 'ACCUSATION']"
// measure = "INTEGER"
// explain = "{class} of {receivedOn}: {faults} late; {measure} {unit}, where {allowed} are allowed (answered {informedOn}, closed {closedOn})."
// explain_zh = "{receivedOn}受理的{class}：{faults}逾期，用时{measure}（{unit}），时限{allowed}（答复{informedOn}，办结{closedOn}）。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// class = ["PETITION", "ACCUSATION"]
// faults = ["ANSWER", "CLOSING", "NOTICE", "RESULT"]
// unit = ["DAYS", "WORKING_DAYS"]
// allowed = "INTEGER"
// receivedOn = "DATE"
// informedOn = "DATE"
// closedOn = "DATE"
// [params]
// answerDays = 15                # days in which a petition is answered
// closeDays = 60                 # days in which a petition is closed
// extraDays = 30                 # days by which closing a petition may be put off
// noticeDays = 15                # working days in which whoever signed an accusation is told that it was taken in
// resultDays = 15                # working days after closing in which they are told what came of it
// [touched]
// Tip = "UNWIND $changed AS id MATCH (t:Tip {id: id}) RETURN t.id AS subjectId"
// Workday = "MATCH (w:Workday) WHERE w.id IN $changed MATCH (t:Tip {class: 'ACCUSATION'}) WHERE t.receivedOn < w.date RETURN DISTINCT t.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (tip:Tip {id: subjectId})
WITH subjectId, tip.class AS class, coalesce(tip.named, false) AS isNamed, tip.outcome AS outcome, tip.receivedOn AS receivedOn, tip.extendedTo AS extendedTo,
  CASE WHEN tip.informedOn <= date($asOf) THEN tip.informedOn END AS informedOn, CASE WHEN tip.closedOn <= date($asOf) THEN tip.closedOn END AS closedOn
WITH *, coalesce(informedOn, closedOn, date($asOf)) AS answeredOn, coalesce(closedOn, date($asOf)) AS openTo,
  coalesce(duration.inDays(receivedOn, extendedTo).days, 0) AS extended
// What is due, and how long it took or takes. No column tells when someone heard the result: none on file is none told.
UNWIND CASE WHEN class = 'PETITION' THEN [
    {fault: 'ANSWER', unit: 'DAYS', since: receivedOn, until: answeredOn, allowed: $answerDays},
    {fault: 'CLOSING', unit: 'DAYS', since: receivedOn, until: openTo, allowed: CASE WHEN extended > $closeDays + $extraDays THEN $closeDays + $extraDays
      WHEN extended > $closeDays THEN extended ELSE $closeDays END}]
  WHEN isNamed THEN [
    {fault: 'NOTICE', unit: 'WORKING_DAYS', since: receivedOn, until: answeredOn, allowed: $noticeDays},
    {fault: 'RESULT', unit: 'WORKING_DAYS', since: closedOn, until: CASE WHEN outcome IS NULL THEN date($asOf) END, allowed: $resultDays}]
  ELSE [] END AS step
WITH subjectId, class, receivedOn, informedOn, closedOn, step.fault AS fault, step.unit AS unit, step.allowed AS allowed, step.since AS since, step.until AS until,
  duration.inDays(step.since, step.until).days AS days
WHERE days > allowed
// Monday to Friday, less holidays, and weekends that were worked.
CALL (since, until, days, unit) {
  OPTIONAL MATCH (day:Workday)
  WHERE unit = 'WORKING_DAYS' AND day.date > since AND day.date <= until
  WITH since, days, unit, sum(CASE WHEN day.kind = 'WORKDAY' AND day.date.dayOfWeek > 5 THEN 1 WHEN day.kind = 'HOLIDAY' AND day.date.dayOfWeek < 6 THEN -1 ELSE 0 END) AS change
  RETURN CASE WHEN unit = 'DAYS' THEN days ELSE days / 7 * 5 + size([ahead IN range(1, days % 7) WHERE (since.dayOfWeek + ahead - 1) % 7 < 5]) + change END AS took
}
WITH subjectId, class, receivedOn, informedOn, closedOn, fault, unit, allowed, took
WHERE took > allowed
WITH * ORDER BY took - allowed DESC, fault
WITH subjectId, class, receivedOn, informedOn, closedOn, collect({fault: fault, unit: unit, allowed: allowed, took: took}) AS late
RETURN subjectId, '-' AS key, late[0].took AS measure, {class: class, faults: [one IN late | one.fault], unit: late[0].unit, allowed: late[0].allowed,
    receivedOn: toString(receivedOn), informedOn: toString(informedOn), closedOn: toString(closedOn)} AS facts,
  [{kind: 'Tip', id: subjectId}] AS evidence
ORDER BY subjectId, key
