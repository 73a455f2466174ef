// id = "S2"
// title = "On the payroll and on aid"
// title_zh = "财政供养人员享受救助"
// subject = "Person"
// severity = "MEDIUM"
// localities = ["P8"]
// legalBasis = ["aid that need decides is for those without means; whoever is paid by the state tells so, and the payroll is held against the list"]
// why = "Whoever is on a public payroll has an income that the need for aid did not count."
// exceptions = ["public-welfare jobs", "temporary posts", "not yet or no longer on the payroll, or of the household, on the day of payment", "payments that came back"]
// needs = ["data:PERSONS", "data:PAYROLL", "data:HOUSEHOLDS", "data:PAYMENTS"]
// candidates = "EXISTS { (p)-[:EMPLOYED_BY]->(:Agency) } OR p.sameAs = p.id"
// measure = "MONEY"
// explain = "{name} was on the payroll of {employer} ({employment}) while {count} payments of {programme} worth {amount} came to them or their household ({household}) from {firstPaidOn} to {lastPaidOn}."
// explain_zh = "{name}为{employer}在册人员（{employment}）期间，本人或所在户（{household}）自{firstPaidOn}至{lastPaidOn}领取{programme}{count}笔，共{amount}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// employer = "AGENCY"
// employment = ["CIVIL_SERVANT", "PUBLIC_INSTITUTION", "CONTRACT", "TEMPORARY", "PUBLIC_WELFARE", "RETIRED"]
// programme = "PROGRAMME"
// household = "HOUSEHOLD"
// amount = "MONEY"
// count = "INTEGER"
// firstPaidOn = "DATE"
// lastPaidOn = "DATE"
// missing = ["BASIS"]
// [params]
// leftAlone = ["PUBLIC_WELFARE", "TEMPORARY"]   # kinds of employment that do not speak against need
// [touched]
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN coalesce(p.sameAs, p.id) AS subjectId"
// EMPLOYED_BY = "MATCH (p:Person)-[job:EMPLOYED_BY]->(:Agency) WHERE job.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// MEMBER_OF = "MATCH (p:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE y.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE g.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// One person may stand in several registers: on a payroll in one, on aid in another. The record with the least id stands for all.
CALL (person) {
  MATCH (person)-[:SAME_PERSON*0..1]-(record:Person)
  WITH record.id AS id
  ORDER BY id
  RETURN collect(id) AS records
}
CALL (records) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[job:EMPLOYED_BY]->(employer:Agency)
  WHERE NOT coalesce(job.kind, '-') IN $leftAlone
  WITH job.id AS id, job.kind AS kind, job.from AS first, job.to AS last, employer.id AS employerId
  ORDER BY first, id
  RETURN collect({id: id, kind: kind, first: first, last: last, employerId: employerId}) AS jobs
}
WITH subjectId, records, jobs
WHERE records[0] = subjectId AND jobs <> []
// What came to them, or to a household of theirs on the day. A programme without a basis on file may be one that need decides.
CALL (records, jobs) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[joined:MEMBER_OF*0..1]->(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.basis, 'MEANS_TESTED') = 'MEANS_TESTED' AND coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf)
  WITH jobs, joined, payee.id AS payeeId, payment, payment.id AS id, payment.paidOn AS paidOn, programme.id AS programmeId, programme.basis AS basis
  WHERE all(member IN joined WHERE (member.from IS NULL OR member.from <= paidOn) AND (member.to IS NULL OR paidOn <= member.to))
  WITH programmeId, basis, id, paidOn, payeeId, head([member IN joined | member.id]) AS memberId,
    head([job IN jobs WHERE (job.first IS NULL OR job.first <= paidOn) AND (job.last IS NULL OR paidOn <= job.last)]) AS job, reduce(fen = payment.amountFen,
      back IN [(payment)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  WHERE fen > 0 AND job IS NOT NULL
  WITH programmeId, basis, id, paidOn, fen, job, payeeId, memberId
  ORDER BY paidOn, id, memberId
  // Two records may be of the household: the payment is one.
  WITH programmeId, basis, id, paidOn, fen, head(collect({job: job, member: memberId, payee: payeeId})) AS way
  ORDER BY paidOn, id
  RETURN programmeId, basis, sum(fen) AS amount, head(collect(way)) AS way, collect({id: id, on: toString(paidOn)}) AS payments
}
RETURN subjectId, programmeId AS key, CASE WHEN basis IS NOT NULL THEN amount END AS measure,
  CASE WHEN basis IS NULL THEN {missing: 'BASIS'} ELSE {employer: way.job.employerId, employment: way.job.kind, programme: programmeId,
    household: CASE WHEN way.member IS NOT NULL THEN way.payee END, amount: amount, count: size(payments),
    firstPaidOn: payments[0].on, lastPaidOn: payments[-1].on} END AS facts,
  [id IN records | {kind: 'Person', id: id}] + [{kind: 'EMPLOYED_BY', id: way.job.id}, {kind: 'Agency', id: way.job.employerId}]
    + CASE WHEN way.member IS NULL THEN [] ELSE [{kind: 'MEMBER_OF', id: way.member}, {kind: 'Household', id: way.payee}] END
    + [payment IN payments[..50] | {kind: 'Payment', id: payment.id}] AS evidence
ORDER BY subjectId, key
