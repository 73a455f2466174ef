// id = "S5"
// title = "Two programmes that exclude each other"
// title_zh = "同时享受互斥政策"
// subject = "Person"
// severity = "MEDIUM"
// localities = ["P3"]
// legalBasis = ["whoever draws one of two programmes that exclude each other draws not the other: urban and rural minimum living aid, aid in extreme hardship and either"]
// why = "Two departments may each keep a right list and still pay one person twice for one need."
// exceptions = ["a month of both while moving from one to the other", "days before or after belonging to the aided household", "payments that came back"]
// needs = ["Programme.excludes", "data:PERSONS", "data:HOUSEHOLDS", "data:APPLICATIONS", "data:PAYMENTS"]
// due = "Application.from + 32 days"
// candidates = "p.sameAs IS NULL OR p.sameAs = p.id"
// measure = "INTEGER"
// explain = "{name} was for {measure} days, from {firstOn} to {lastOn}, in both {programmes}, which exclude each other (by {told})."
// explain_zh = "{name}自{firstOn}至{lastOn}有{measure}天同时享受互斥的{programmes}（依据{told}）。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programmes = "PROGRAMME"
// households = "HOUSEHOLD"
// told = ["APPLICATIONS", "PAYMENTS"]
// firstOn = "DATE"
// lastOn = "DATE"
// [params]
// daysOfBoth = 31                # days in both programmes that a move from one to the other may take
// [touched]
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN coalesce(p.sameAs, p.id) AS subjectId"
// MEMBER_OF = "MATCH (p:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE y.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Application = "MATCH (a:Application)-[:BY]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE a.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-()-[:PAID_TO|BY]->()<-[:MEMBER_OF*0..1]-(p:Person) WHERE g.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
MATCH (programme:Programme)
WHERE programme.excludes IS NOT NULL
UNWIND programme.excludes AS otherId
// Pairs of programmes, whichever of the two says that it excludes the other.
WITH collect(DISTINCT CASE WHEN programme.id < otherId THEN [programme.id, otherId] ELSE [otherId, programme.id] END) AS pairs
WITH pairs, reduce(rivals = [], pair IN pairs | rivals + pair) AS rivals
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// One person may stand in several registers. The record with the least id stands for all.
CALL (person) { MATCH (person)-[:SAME_PERSON*0..1]-(record:Person) WITH record.id AS id ORDER BY id RETURN collect(id) AS records }
// In passing, as most draw none: how many of these programmes they or a household of theirs ever drew.
CALL (records, rivals) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[:MEMBER_OF*0..1]->(payee)<-[:PAID_TO|BY]-(made:Payment|Application)-[:UNDER]->(programme:Programme)
  WHERE programme.id IN rivals
  RETURN count(DISTINCT programme.id) AS drawn
}
WITH subjectId, records, pairs, rivals, drawn
WHERE records[0] = subjectId AND drawn > 1
CALL (records, pairs, rivals) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[joined:MEMBER_OF*0..1]->(payee)<-[:PAID_TO|BY]-(made:Payment|Application)-[:UNDER]->(programme:Programme)
  WHERE programme.id IN rivals AND coalesce(made.status, 'PAID') = 'PAID' AND coalesce(made.paidOn, made.approvedOn) <= date($asOf)
  WITH *, coalesce(made.from, made.periodFrom) AS since, coalesce(made.to, made.periodTo, date($asOf)) AS until, reduce(fen = made.amountFen,
    back IN [(made)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  WHERE coalesce(fen, 1) > 0
  // Of a household's days, those on which they belonged to it; none after the day judged.
  WITH pairs, {programmeId: programme.id, kind: CASE WHEN fen IS NULL THEN 'Application' ELSE 'Payment' END, id: made.id,
    homeId: CASE WHEN joined <> [] THEN payee.id END, isHead: all(member IN joined WHERE coalesce(member.head, true)),
    first: reduce(most = since, day IN [member IN joined | member.from] | CASE WHEN day > most THEN day ELSE most END),
    last: reduce(least = until, day IN [member IN joined | member.to] + [date($asOf)] | CASE WHEN day < least THEN day ELSE least END)} AS stay
  WHERE stay.first <= stay.last
  WITH pairs, collect(stay) AS stays
  // What an application tells goes before the periods of payments.
  WITH pairs, [stay IN stays WHERE stay.kind = 'Application' OR none(other IN stays WHERE other.kind = 'Application'
    AND other.programmeId = stay.programmeId AND coalesce(other.homeId, '-') = coalesce(stay.homeId, '-'))] AS stays
  UNWIND pairs AS pair
  UNWIND [stay IN stays WHERE stay.programmeId = pair[0]] AS one
  UNWIND [stay IN stays WHERE stay.programmeId = pair[1]] AS other
  WITH pair, one, other, CASE WHEN one.first > other.first THEN one.first ELSE other.first END AS first,
    CASE WHEN one.last < other.last THEN one.last ELSE other.last END AS last
  // A household in both is one case: its head's.
  WHERE first <= last AND (one.isHead OR coalesce(one.homeId <> other.homeId, true))
  WITH pair, one, other, first, last
  ORDER BY first, one.id, other.id
  WITH pair, min(first) AS firstOn, max(last) AS lastOn, collect({first: first, last: last}) AS spans, collect(one) + collect(other) AS stays
  CALL (spans) {
    UNWIND spans AS span
    UNWIND range(0, duration.inDays(span.first, span.last).days) AS n
    RETURN count(DISTINCT span.first + duration({days: n})) AS days
  }
  RETURN pair, days, firstOn, lastOn,
    reduce(homes = [], stay IN stays | CASE WHEN stay.homeId IS NULL OR stay.homeId IN homes THEN homes ELSE homes + stay.homeId END) AS homes,
    reduce(proofs = [], stay IN stays | proofs + [proof IN [{kind: stay.kind, id: stay.id}] WHERE NOT proof IN proofs]) AS proofs
}
WITH *
WHERE days > $daysOfBoth
RETURN subjectId, pair[0] + ';' + pair[1] AS key, days AS measure, {programmes: pair, households: homes, firstOn: toString(firstOn), lastOn: toString(lastOn),
    told: [kind IN ['Application', 'Payment'] WHERE any(proof IN proofs WHERE proof.kind = kind) | toUpper(kind) + 'S']} AS facts,
  [id IN records | {kind: 'Person', id: id}] + [id IN homes | {kind: 'Household', id: id}] + proofs[..50] AS evidence
ORDER BY subjectId, key
