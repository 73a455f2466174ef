// id = "K5"
// title = "Moved into a poor household"
// title_zh = "亲属迁入困难户"
// subject = "Official"
// severity = "MEDIUM"
// localities = ["P1"]
// legalBasis = ["aid is for the household that was found in need, as it was found"]
// why = "Who joins a household shortly before it draws its first aid may have joined it for the aid."
// exceptions = ["born, married or adopted into it", "joined more than half a year before", "joined after the first payment"]
// needs = ["data:KINSHIPS", "data:HOUSEHOLDS", "data:POSTS", "data:PAYMENTS"]
// due = ""
// measure = "INTEGER"
// explain = "{relative} ({chain} of {name}) joined household {household} on {joinedOn}, {measure} days before its first aid, {payment} of {programme} on {paidOn}."
// explain_zh = "{name}的亲属{relative}（{chain}）于{joinedOn}迁入{household}，{measure}天后该户于{paidOn}首次领取{programme}（{payment}）。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// household = "HOUSEHOLD"
// relative = "PERSON"
// chain = "CHAIN"
// joinReason = ["TRANSFER", "RETURN", "SPLIT", "OTHER"]
// joinedOn = "DATE"
// payment = "PAYMENT"
// programme = "PROGRAMME"
// paidOn = "DATE"
// missing = ["JOINING_DAY", "BASIS"]
// [params]
// withinDays = 180               # most days from joining to the first payment
// [touched]
// Payment = "MATCH (y:Payment)-[:PAID_TO]->(h:Household) WHERE y.id IN $changed MATCH (h)<-[:MEMBER_OF]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO]->(h:Household) WHERE g.id IN $changed MATCH (h)<-[:MEMBER_OF]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Coverage = "MATCH (c:Coverage {dataset: 'HOUSEHOLDS'}) WHERE c.id IN $changed MATCH (p:Official) RETURN DISTINCT p.id AS subjectId"
// HOLDS = "MATCH (p:Official)-[held:HOLDS]->(:Post) WHERE held.id IN $changed RETURN DISTINCT p.id AS subjectId"
// MEMBER_OF = "MATCH (k:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
CALL (person) {
  MATCH (person)-[held:HOLDS]->(:Post)
  RETURN collect({first: held.from, last: held.to}) AS terms
}
CALL (person) {
  // kin AVOIDANCE of person
}
MATCH (kin)-[member:MEMBER_OF]->(home:Household)
WHERE NOT coalesce(member.joinReason, 'OTHER') IN ['BIRTH', 'MARRIAGE', 'ADOPTION']
WITH *, member.from AS day
// Whoever joined on a day that nobody knows counts with any term and any marriage: nothing is told of them but that.
WHERE day IS NULL OR (since IS NULL OR since <= day) AND (until IS NULL OR day <= until)
  AND any(term IN terms WHERE (term.first IS NULL OR term.first <= day) AND (term.last IS NULL OR day <= term.last))
// The first aid that came and stayed.
CALL (home) {
  MATCH (home)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.basis, 'MEANS_TESTED') = 'MEANS_TESTED' AND coalesce(payment.status, 'PAID') = 'PAID'
    AND payment.paidOn <= date($asOf)
  WITH payment, programme, reduce(fen = payment.amountFen,
    back IN [(payment)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= date($asOf) | part.amountFen] | fen - back) AS fen
  WHERE fen > 0
  WITH payment, programme ORDER BY payment.paidOn, payment.id LIMIT 1
  RETURN payment.id AS paymentId, payment.paidOn AS paidOn, programme.id AS programmeId, programme.basis AS basis
}
// The register's first day stands for all days before it.
WITH *, duration.inDays(day, paidOn).days AS days, day IS NULL OR EXISTS {
    MATCH (register:Coverage {dataset: 'HOUSEHOLDS'}) WHERE register.from = day AND home.regionCode STARTS WITH register.regionCode } AS isVague
WHERE isVague OR days >= 0 AND days <= $withinDays
WITH subjectId, home.id AS homeId, CASE WHEN isVague THEN 'JOINING_DAY' WHEN basis IS NULL THEN 'BASIS' END AS missing, days,
  {household: home.id, relative: kin.id, chain: chain, joinReason: member.joinReason, joinedOn: toString(day),
    payment: paymentId, programme: programmeId, paidOn: toString(paidOn)} AS facts,
  path + [{kind: 'MEMBER_OF', id: member.id}, {kind: 'Household', id: home.id}, {kind: 'Payment', id: paymentId}] AS evidence
ORDER BY CASE WHEN missing IS NULL THEN 0 ELSE 1 END, size(facts.chain), facts.chain, [step IN evidence | step.id]
WITH subjectId, homeId, head(collect({missing: missing, days: days, facts: facts, evidence: evidence})) AS hit
RETURN subjectId, homeId AS key, CASE WHEN hit.missing IS NULL THEN hit.days END AS measure,
  CASE WHEN hit.missing IS NULL THEN hit.facts ELSE {missing: hit.missing} END AS facts, hit.evidence AS evidence
ORDER BY subjectId, key
