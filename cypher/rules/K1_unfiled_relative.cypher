// id = "K1"
// title = "Unfiled relative on aid"
// title_zh = "亲属享受救助未备案"
// subject = "Person"
// severity = "MEDIUM"
// localities = ["P1"]
// legalBasis = ["village cadres and those who handle minimum-living aid file their relatives who draw it"]
// why = "Aid to a relative that nobody filed escaped the second look that a filing brings."
// exceptions = ["filed by the last day", "money that came back", "no longer kin or no longer in office on the day of payment"]
// needs = ["data:KINSHIPS", "data:HOUSEHOLDS", "data:POSTS", "data:POWERS", "data:FILINGS", "data:APPLICATIONS", "data:PAYMENTS"]
// due = "Application.approvedOn + 31 days"
// candidates = "(p:Official OR EXISTS { (p)<-[:HANDLED_BY]-(:Application) })"
// measure = "MONEY"
// explain = "{name} filed nothing on {relative} ({chain}) by {dueOn}: {count} payments of {programme} worth {amount} from {firstPaidOn} to {lastPaidOn}."
// explain_zh = "截至{dueOn}，{name}未就亲属{relative}（{chain}）备案；其自{firstPaidOn}至{lastPaidOn}领取{programme}{count}笔，共{amount}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// relative = "PERSON"
// chain = "CHAIN"
// programme = "PROGRAMME"
// role = ["OFFICE", "STEP"]
// dueOn = "DATE"
// filedOn = "DATE"
// amount = "MONEY"
// count = "INTEGER"
// firstPaidOn = "DATE"
// lastPaidOn = "DATE"
// missing = ["BASIS"]
// [params]
// filingDays = 30                # days after the approval within which the relative is to be filed
// [touched]
// Payment = "MATCH (y:Payment)-[:PAID_TO]->(payee) WHERE y.id IN $changed MATCH (payee)<-[:MEMBER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..3]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// Application = "MATCH (a:Application)-[:BY]->(payee) WHERE a.id IN $changed MATCH (payee)<-[:MEMBER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..3]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO]->(payee) WHERE g.id IN $changed MATCH (payee)<-[:MEMBER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..3]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN p.id AS subjectId"
// Post = "MATCH (p:Person)-[:HOLDS]->(t:Post) WHERE t.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Power = "MATCH (p:Person)-[:HOLDS]->(:Post)<-[:OF]-(w:Power) WHERE w.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Filing = "MATCH (f:Filing)-[:BY]->(p:Person) WHERE f.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HOLDS = "MATCH (p:Person)-[held:HOLDS]->(:Post) WHERE held.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HANDLED_BY = "MATCH (p:Person)<-[step:HANDLED_BY]-(:Application) WHERE step.id IN $changed RETURN DISTINCT p.id AS subjectId"
// MEMBER_OF = "MATCH (k:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..3]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..3]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..3]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..3]-(p:Person) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// Whose relatives are to be filed: of a village or township post for all aid there, of a power for its programme.
CALL (person) {
  MATCH (person)-[held:HOLDS]->(post:Post)
  OPTIONAL MATCH (post)<-[:OF]-(power:Power)-[:FOR]->(programme:Programme)
  WHERE power.power IN ['HANDLES', 'APPROVES']
  RETURN collect({first: held.from, last: held.to, isLocal: post.township IS NOT NULL, place: post.regionCode, programmeId: programme.id,
    within: coalesce(power.regionCode, post.regionCode), since: power.from, until: power.to}) AS duties
}
CALL (person) {
  // kin DIBAO_FILING of person
}
// What reaches them or their household. A programme without a basis on file may be one that need decides.
MATCH (kin)-[joined:MEMBER_OF*0..1]->(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
WHERE coalesce(programme.basis, 'MEANS_TESTED') = 'MEANS_TESTED' AND coalesce(payment.status, 'PAID') = 'PAID'
WITH *, payment.paidOn AS paidOn, coalesce(payment.regionCode, payee.regionCode) AS region
WHERE paidOn <= date($asOf) AND (since IS NULL OR since <= paidOn) AND (until IS NULL OR paidOn <= until)
  AND all(member IN joined WHERE (member.from IS NULL OR member.from <= paidOn) AND (member.to IS NULL OR paidOn <= member.to))
// Approved with the payment's own application, else with the last one before it, else when paid.
CALL (payment, programme, payee) {
  OPTIONAL MATCH (payment)-[:OF]->(own:Application)
  OPTIONAL MATCH (payee)<-[:BY]-(other:Application)-[:UNDER]->(programme)
  WHERE own IS NULL AND other.approvedOn <= payment.paidOn
  WITH coalesce(own.id, other.id) AS applicationId,
    coalesce(own.approvedOn, other.approvedOn, payment.paidOn) + duration({days: $filingDays}) AS dueOn
  ORDER BY dueOn DESC, applicationId LIMIT 1
  RETURN applicationId, dueOn
}
WITH *, any(duty IN duties WHERE (duty.first IS NULL OR duty.first <= paidOn) AND (duty.last IS NULL OR paidOn <= duty.last)
  AND (duty.isLocal AND region STARTS WITH duty.place OR duty.programmeId = programme.id AND region STARTS WITH duty.within
    AND (duty.since IS NULL OR duty.since <= paidOn) AND (duty.until IS NULL OR paidOn <= duty.until))) AS inOffice
WHERE dueOn < date($asOf) AND (inOffice OR EXISTS { MATCH (:Application {id: applicationId})-[:HANDLED_BY]->(person) })
WITH *, [(person)<-[:BY]-(filing:Filing {kind: 'KIN'})-[:ABOUT]->(kin) | filing.filedOn] AS filed,
  reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= date($asOf) | part.amountFen] | fen - back) AS fen
WHERE fen > 0 AND none(day IN filed WHERE day <= dueOn)
WITH subjectId, kin.id AS kinId, programme, payment.id AS paymentId, toString(paidOn) AS paidOn, fen, chain, [step IN path | step.id] AS ids,
  {chain: chain, role: CASE WHEN inOffice THEN 'OFFICE' ELSE 'STEP' END, dueOn: toString(dueOn), applicationId: applicationId,
    filedOn: toString(reduce(least = null, day IN filed | CASE WHEN least <= day THEN least ELSE day END)),
    path: path + [member IN joined | {kind: 'MEMBER_OF', id: member.id}] + [member IN joined | {kind: 'Household', id: payee.id}]} AS way
ORDER BY paidOn, paymentId, size(chain), chain, ids
WITH subjectId, kinId, programme, paymentId, paidOn, fen, head(collect(way)) AS way
ORDER BY paidOn, paymentId
WITH subjectId, kinId, programme, head(collect(way)) AS way, sum(fen) AS fen, collect({id: paymentId, day: paidOn}) AS paid
RETURN subjectId, kinId + ';' + programme.id AS key, CASE WHEN programme.basis IS NOT NULL THEN fen END AS measure,
  CASE WHEN programme.basis IS NULL THEN {missing: 'BASIS'} ELSE {relative: kinId, chain: way.chain, programme: programme.id, role: way.role,
    dueOn: way.dueOn, filedOn: way.filedOn, amount: fen, count: size(paid), firstPaidOn: paid[0].day, lastPaidOn: paid[-1].day} END AS facts,
  way.path + [one IN paid[0..50] | {kind: 'Payment', id: one.id}]
    + CASE WHEN way.applicationId IS NULL THEN [] ELSE [{kind: 'Application', id: way.applicationId}] END AS evidence
ORDER BY subjectId, key
