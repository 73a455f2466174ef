// id = "S6"
// title = "Household paid twice"
// title_zh = "一户多领"
// subject = "Household"
// severity = "MEDIUM"
// localities = ["P5", "P9"]
// legalBasis = ["a programme of households pays each household once a period, whoever of it collects"]
// why = "Two of one household, or a household and one lately split from it, may have claimed as if they were two."
// exceptions = ["a new head after a death", "a household split by marriage or divorce", "one split a year or more before", "a returned payment sent again, an addition, what is kept back and paid later", "payments for other periods"]
// needs = ["Payment.periodFrom", "Programme.unit", "data:PERSONS", "data:DEATHS", "data:HOUSEHOLDS", "data:KINSHIPS", "data:PAYMENTS"]
// candidates = "coalesce(h.kind, 'REGISTERED') = 'REGISTERED'"
// measure = "INTEGER"
// explain = "{measure} of household {name} ({persons} {households}) were paid {programme}, a programme of households, for {period}: {amount} in {count} payments."
// explain_zh = "{name}户有{measure}个领取人（{persons}{households}）同领{period}的{programme}，该项按户发放，共{count}笔{amount}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programme = "PROGRAMME"
// period = "PERIOD"
// persons = "PERSON"
// households = "HOUSEHOLD"
// splitOn = "DATE"
// amount = "MONEY"
// count = "INTEGER"
// [params]
// splitDays = 365                # days after a split in which the two households still are one
// familyDays = 180               # days between a split and the marriage or divorce that it comes of
// noClaim = ["REISSUE", "TOP_UP", "RETENTION"]   # kinds of payment that belong to an earlier claim
// [touched]
// Household = "UNWIND $changed AS id MATCH (:Household {id: id})-[:SPLIT_FROM*0..1]->(h:Household) RETURN h.id AS subjectId"
// Person = "UNWIND $changed AS id MATCH (:Person {id: id})-[:MEMBER_OF]->(:Household)-[:SPLIT_FROM*0..1]->(h:Household) RETURN DISTINCT h.id AS subjectId"
// MEMBER_OF = "MATCH (:Person)-[member:MEMBER_OF]->(:Household)-[:SPLIT_FROM*0..1]->(h:Household) WHERE member.id IN $changed RETURN DISTINCT h.id AS subjectId"
// SPOUSE_OF = "MATCH (:Person)-[tie:SPOUSE_OF]-(:Person)-[:MEMBER_OF]->(:Household)-[:SPLIT_FROM*0..1]->(h:Household) WHERE tie.id IN $changed RETURN DISTINCT h.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO]->()-[:MEMBER_OF*0..1]->(:Household)-[:SPLIT_FROM*0..1]->(h:Household) WHERE y.id IN $changed RETURN DISTINCT h.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO]->()-[:MEMBER_OF*0..1]->(:Household)-[:SPLIT_FROM*0..1]->(h:Household) WHERE g.id IN $changed RETURN DISTINCT h.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (home:Household {id: subjectId})
WITH subjectId, home, coalesce(home.kind, 'REGISTERED') AS kind
WHERE kind = 'REGISTERED'
// In passing, as most have none: programmes of households that paid more than one of the household and of those split from it.
CALL (home) {
  MATCH (home)<-[:SPLIT_FROM*0..1]-(:Household)<-[:MEMBER_OF*0..1]-(payee)<-[:PAID_TO]-(:Payment)-[:UNDER]->(programme:Programme)
  WHERE programme.unit = 'HOUSEHOLD'
  WITH programme.id AS programmeId, count(DISTINCT payee.id) AS payees
  WHERE payees > 1
  RETURN collect(programmeId) AS doubtful
}
WITH subjectId, home, doubtful
WHERE doubtful <> []
CALL (home, doubtful) {
  // The household and what split from it, unless by marriage or divorce: a couple of its own, or one half of a former one.
  MATCH (home)<-[split:SPLIT_FROM*0..1]-(part:Household)
  WITH home, doubtful, part, CASE WHEN split <> [] THEN part.formedOn END AS splitOn,
    part.formedOn - duration({days: $familyDays}) AS early, part.formedOn + duration({days: $familyDays}) AS late
  WHERE part.id = home.id
    OR NOT EXISTS { MATCH (part)<-[joined:MEMBER_OF {joinReason: 'MARRIAGE'}]-(:Person) WHERE early <= joined.from AND joined.from <= late }
    AND NOT EXISTS { MATCH (part)<-[:MEMBER_OF]-(:Person)-[tie:SPOUSE_OF]-(:Person)-[:MEMBER_OF]->(part) WHERE early <= tie.from AND tie.from <= late }
    AND NOT EXISTS { MATCH (part)<-[:MEMBER_OF]-(:Person)-[tie:SPOUSE_OF]-(:Person)-[:MEMBER_OF]->(home) WHERE early <= tie.to AND tie.to <= late }
  MATCH (part)<-[joined:MEMBER_OF*0..1]-(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE programme.id IN doubtful AND payment.periodFrom IS NOT NULL AND payment.paidOn <= date($asOf)
    AND coalesce(payment.status, 'PAID') = 'PAID' AND NOT coalesce(payment.kind, '-') IN $noClaim
    AND (part.id = home.id OR splitOn <= payment.paidOn AND payment.paidOn < splitOn + duration({days: $splitDays}))
    AND all(member IN joined WHERE (member.from IS NULL OR member.from <= payment.paidOn) AND (member.to IS NULL OR payment.paidOn <= member.to))
  WITH programme.id AS programmeId, {id: payment.id, paidOn: payment.paidOn, first: payment.periodFrom, last: payment.periodTo, partId: part.id,
    splitOn: splitOn, payeeId: payee.id, who: coalesce(payee.sameAs, payee.id), diedOn: payee.diedOn, memberId: head([member IN joined | member.id]),
    isHead: all(member IN joined WHERE coalesce(member.head, false)), fen: reduce(fen = payment.amountFen,
    back IN [(payment)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back)} AS claim
  WHERE claim.fen > 0
  WITH programmeId, claim
  ORDER BY claim.paidOn, claim.id, claim.memberId
  WITH programmeId, collect(claim) AS claims
  UNWIND [claim IN claims | claim.first] AS day
  WITH DISTINCT programmeId, day, [claim IN claims WHERE claim.first <= day AND day <= claim.last] AS claims
  // Where the last is paid to a new head, what was paid to one who had died by then is no second claim.
  WITH programmeId, day, [claim IN claims WHERE NOT claims[-1].isHead OR coalesce(claim.diedOn > claims[-1].paidOn, true)] AS claims
  WITH programmeId, day, claims, reduce(last = null, claim IN claims | CASE WHEN claim.last >= last THEN last ELSE claim.last END) AS last,
    reduce(payees = [], claim IN claims | CASE WHEN claim.who IN payees THEN payees ELSE payees + claim.who END) AS payees
  WHERE size(payees) > 1 AND any(claim IN claims WHERE claim.splitOn IS NULL)
  RETURN programmeId, day, last, claims, payees
}
WITH subjectId, programmeId, claims, payees, CASE WHEN day.month = 1 AND last.month = 12 AND day.year = last.year THEN toString(day.year)
    WHEN day.year = last.year AND day.month = last.month THEN substring(toString(day), 0, 7)
    ELSE substring(toString(day), 0, 7) + '/' + substring(toString(last), 0, 7) END AS period,
  reduce(proofs = [{kind: 'Household', id: subjectId}], claim IN claims | proofs + [proof IN [{kind: 'Household', id: claim.partId}]
    + CASE WHEN claim.memberId IS NULL THEN [] ELSE [{kind: 'MEMBER_OF', id: claim.memberId}, {kind: 'Person', id: claim.payeeId}] END
    + [{kind: 'Payment', id: claim.id}] WHERE NOT proof IN proofs]) AS proofs
RETURN subjectId, programmeId + ';' + period AS key, size(payees) AS measure, {programme: programmeId, period: period,
    persons: [proof IN proofs WHERE proof.kind = 'Person' | proof.id], households: [claim IN claims WHERE claim.memberId IS NULL | claim.payeeId],
    splitOn: toString(head([claim IN claims WHERE claim.splitOn IS NOT NULL | claim.splitOn])),
    amount: reduce(fen = 0, claim IN claims | fen + claim.fen), count: size(claims)} AS facts, proofs[..150] AS evidence
ORDER BY subjectId, key
