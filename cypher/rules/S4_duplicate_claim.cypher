// id = "S4"
// title = "Duplicate claim"
// title_zh = "重复申领"
// subject = "Person"
// severity = "HIGH"
// localities = ["P9"]
// legalBasis = ["one claim a period, or one in so many years, as the programme's rules set the count; wherever it was made"]
// why = "Who is paid twice for one period, or again where once is all, was on two lists: by mistake, or by two claims that did not know of each other."
// exceptions = ["a returned payment sent again", "an addition to a payment", "what is kept back and paid later", "claims for other periods", "programmes without a count"]
// needs = ["Payment.periodFrom", "Programme.countPerPeriod", "data:PERSONS", "data:HOUSEHOLDS", "data:APPLICATIONS", "data:PAYMENTS"]
// candidates = "p.sameAs IS NULL OR p.sameAs = p.id"
// measure = "INTEGER"
// explain = "{name}: {measure} claims of {programme} at once, or within the years in which one is allowed ({fault}), for {period}; {allowed} is allowed, {amount} was paid."
// explain_zh = "{name}在{period}有{measure}笔{programme}申领重叠或未满间隔年限（{fault}），允许{allowed}笔，已付{amount}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programme = "PROGRAMME"
// period = "PERIOD"
// fault = ["PERIOD", "YEARS", "APPLICATIONS"]
// allowed = "INTEGER"
// household = "HOUSEHOLD"
// amount = "MONEY"
// [params]
// noClaim = ["REISSUE", "TOP_UP", "RETENTION"]   # kinds of payment that belong to an earlier claim
// [touched]
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN coalesce(p.sameAs, p.id) AS subjectId"
// MEMBER_OF = "MATCH (p:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE y.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Application = "MATCH (a:Application)-[:BY]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE a.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-()-[:PAID_TO|BY]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE g.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
MATCH (old:Programme)
WHERE old.successors IS NOT NULL
// What each programme went on as: its successors, and theirs.
WITH collect({id: old.id, next: old.successors}) AS olds
WITH [old IN olds | {id: old.id, line: reduce(line = old.next, one IN olds + olds | CASE WHEN one.id IN line THEN line + one.next ELSE line END)}] AS lines
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// One person may stand in several registers. The record with the least id stands for all.
CALL (person) { MATCH (person)-[:SAME_PERSON*0..1]-(record:Person) WITH record.id AS id ORDER BY id RETURN collect(id) AS records }
// In passing, as most claim nothing twice: of what was paid to them, approved for them, or for a household that they head, does anything
// begin before the one before it is over? Where a programme has successors, or is once for years, two are enough to look.
CALL (records, lines) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[:MEMBER_OF*0..1 {head: true}]->(payee)<-[:PAID_TO|BY]-(made:Payment|Application)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.countPerPeriod, programme.oncePerYears) IS NOT NULL
    AND coalesce(made.status, 'PAID') = 'PAID' AND NOT coalesce(made.kind, '-') IN $noClaim
  WITH CASE WHEN lines <> [] THEN '-' WHEN made.paidOn IS NULL THEN programme.id + ';' ELSE programme.id END + payee.id AS unit,
    coalesce(made.from, made.periodFrom, made.paidOn) AS first,
    CASE WHEN lines = [] AND programme.oncePerYears IS NULL THEN coalesce(made.to, made.periodTo) END AS last
  ORDER BY unit, first
  WITH unit, collect({first: first, last: last}) AS claims
  WHERE size(claims) > 1 AND reduce(last = date('0001-01-01'), claim IN claims | CASE WHEN claim.first > last THEN claim.last END) IS NULL
  RETURN count(*) AS doubts
}
WITH subjectId, records, lines, doubts
WHERE records[0] = subjectId AND doubts > 0
// Now in full. A claim fills its period, or the years in which one is all; without either it fills nothing.
CALL (records, lines) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[heads:MEMBER_OF*0..1 {head: true}]->(payee)<-[:PAID_TO|BY]-(made:Payment|Application)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.countPerPeriod, programme.oncePerYears) IS NOT NULL
    AND coalesce(made.status, 'PAID') = 'PAID' AND NOT coalesce(made.kind, '-') IN $noClaim
  WITH *, coalesce(made.paidOn, made.approvedOn) AS day, coalesce(made.from, made.periodFrom, made.paidOn) AS first,
    coalesce(made.to, made.periodTo) AS last, reduce(fen = made.amountFen,
    back IN [(made)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  WHERE day <= date($asOf) AND coalesce(fen, 1) > 0
    AND all(member IN heads WHERE (member.from IS NULL OR member.from <= day) AND (member.to IS NULL OR day <= member.to))
  UNWIND [programme.id] + [old IN lines WHERE programme.id IN old.line | old.id] AS ofId
  WITH CASE WHEN heads <> [] THEN payee.id END AS homeId, ofId, {kind: CASE WHEN fen IS NULL THEN 'Application' ELSE 'Payment' END, id: made.id,
    fen: coalesce(fen, 0), allowed: CASE programme.id WHEN ofId THEN coalesce(programme.countPerPeriod, 1) END, first: first, last: last, filled: CASE
      WHEN fen IS NULL THEN coalesce(last, date('9999-12-31')) WHEN programme.oncePerYears IS NULL THEN last
      ELSE first + duration({years: programme.oncePerYears}) - duration({days: 1}) END} AS claim
  ORDER BY claim.first, claim.id
  WITH homeId, ofId, claim.kind AS kind, collect(claim) AS claims
  UNWIND claims AS next
  WITH homeId, ofId, kind, next.first AS day, [claim IN claims WHERE claim.first <= next.first AND next.first <= claim.filled] AS claims
  WITH homeId, ofId, kind, day, claims, head([claim IN claims WHERE claim.allowed > 0 | claim.allowed]) AS allowed,
    reduce(last = null, claim IN claims | CASE WHEN claim.last >= day AND (last IS NULL OR claim.last < last) THEN claim.last ELSE last END) AS last
  WHERE size(claims) > allowed
  WITH homeId, ofId, allowed, claims, CASE WHEN kind = 'Application' THEN 'APPLICATIONS'
      WHEN any(claim IN claims WHERE claim.last IS NULL OR claim.last < day) THEN 'YEARS' ELSE 'PERIOD' END AS fault,
    CASE WHEN day.month = 1 AND last.month = 12 AND day.year = last.year THEN toString(day.year)
      WHEN last IS NULL OR day.year = last.year AND day.month = last.month THEN substring(toString(day), 0, 7)
      ELSE substring(toString(day), 0, 7) + '/' + substring(toString(last), 0, 7) END AS period
  ORDER BY fault DESC, homeId
  WITH ofId, period, allowed, collect(DISTINCT fault) AS faults, head(collect(homeId)) AS homeId, max(size(claims)) AS most, collect(claims) AS found
  RETURN ofId, period, allowed, faults, homeId, most, reduce(proofs = [], claims IN found |
    proofs + [claim IN claims WHERE none(proof IN proofs WHERE proof.kind = claim.kind AND proof.id = claim.id)]) AS proofs
}
RETURN subjectId, ofId + ';' + period AS key, most AS measure, {programme: ofId, period: period, fault: faults, allowed: allowed, household: homeId,
    amount: reduce(fen = 0, proof IN proofs | fen + proof.fen)} AS facts,
  [id IN records | {kind: 'Person', id: id}] + CASE WHEN homeId IS NULL THEN [] ELSE [{kind: 'Household', id: homeId}] END
    + [proof IN proofs[..50] | {kind: proof.kind, id: proof.id}] AS evidence
ORDER BY subjectId, key
