// id = "F4"
// title = "Held back"
// title_zh = "截留滞留补贴资金"
// subject = "Agency"
// severity = "HIGH"
// localities = ["P3", "P6"]
// legalBasis = ["Regulations on Penalties for Fiscal Violations (2011), art. 6"]
// why = "Money for persons or households that stays with a village or a township is late, or is used for something else."
// exceptions = ["passed on or returned within the days", "payments for projects", "quotas, which an agency draws on as it pays", "days before the register of transfers begins, which cannot be judged"]
// needs = ["data:PAYMENTS", "data:ACCOUNTS", "data:TRANSFERS"]
// due = "Payment.paidOn + 31 days"
// candidates = "a.kind IN ['VILLAGE_COLLECTIVE', 'TOWNSHIP_GOVERNMENT']"
// measure = "MONEY"
// explain = "{name} received {received} of {programme}; {measure} had not gone on in time, the first of it received on {since}. {passedOn} went on in all, {left} is left."
// explain_zh = "{name}共收到{programme}资金{received}元，其中{measure}元未按期转付，最早一笔自{since}起；累计转付{passedOn}元，尚余{left}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programme = "PROGRAMME"
// received = "MONEY"
// passedOn = "MONEY"
// left = "MONEY"
// since = "DATE"
// missing = ["TRANSFERS"]
// [params]
// mostDays = 30                  # days within which the money goes on
// [touched]
// Agency = "UNWIND $changed AS id MATCH (a:Agency {id: id}) RETURN a.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO|INTO|PAID_BY]->()-[:OWNED_BY*0..1]->(a:Agency) WHERE y.id IN $changed RETURN DISTINCT a.id AS subjectId"
// TRANSFER = "MATCH (o:Account)-[t:TRANSFER]->(:Account) WHERE t.id IN $changed MATCH (o)-[:OWNED_BY]->(a:Agency) RETURN DISTINCT a.id AS subjectId"
// OWNED_BY = "MATCH (o:Account)-[tie:OWNED_BY]->() WHERE tie.id IN $changed MATCH (o)<-[:TRANSFER*0..1]-(:Account)-[:OWNED_BY]->(a:Agency) RETURN DISTINCT a.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO|INTO|PAID_BY]->()-[:OWNED_BY*0..1]->(a:Agency) WHERE g.id IN $changed RETURN DISTINCT a.id AS subjectId"
// Coverage = "MATCH (c:Coverage {dataset: 'TRANSFERS'}) WHERE c.id IN $changed MATCH (a:Agency) RETURN DISTINCT a.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (agency:Agency {id: subjectId})
// What came: paid to the agency, or to others into an account of it.
MATCH (agency)<-[ties:OWNED_BY*0..1]-()<-[:PAID_TO|INTO]-(payment:Payment)-[:UNDER]->(programme:Programme)
WHERE all(tie IN ties WHERE tie.role IN ['OWNER', 'JOINT']) AND programme.unit <> 'PROJECT'
  AND coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf) AND NOT EXISTS { MATCH (payment)-[:PAID_BY]->(agency) }
WITH DISTINCT subjectId, agency, programme.id AS programmeId, payment
WITH subjectId, agency, programmeId, payment.id AS id, payment.paidOn AS day, payment.amountFen AS fen,
  EXISTS { MATCH (payment)-[:PAID_TO]->(agency) } AS isLump,
  [(payment)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= date($asOf) | {day: part.paidOn, fen: part.amountFen}] AS back
ORDER BY day, id
WITH subjectId, agency, programmeId, collect({of: id, day: day, fen: fen}) AS receipts, collect(fen) AS sums, min(day) AS firstOn,
  max(CASE WHEN isLump THEN 1 ELSE 0 END) AS lumps, collect(CASE WHEN size(back) > 0 THEN back END) AS backs
WITH subjectId, agency, collect({of: programmeId, receipts: receipts, sums: sums, firstOn: firstOn, lumps: lumps, backs: backs}) AS funds
// What left its accounts for persons, households or other agencies.
CALL (agency) {
  MATCH (agency)<-[tie:OWNED_BY]-(:Account)-[sent:TRANSFER]->(:Account)-[:OWNED_BY]->(taker:Person|Household|Agency)
  WHERE tie.role IN ['OWNER', 'JOINT'] AND taker.id <> agency.id AND coalesce(sent.kind, 'TRANSFER') IN ['TRANSFER', 'RETURN']
  WITH DISTINCT sent.id AS id, sent.amountFen AS fen, date('1970-01-01') + duration({days: (sent.at + 28800000) / 86400000}) AS day
  WHERE day <= date($asOf)
  RETURN collect({day: day, fen: fen}) AS sent, min(day) AS firstSentOn
}
// The silence of the register tells something from its first day on.
CALL (agency) {
  MATCH (register:Coverage {dataset: 'TRANSFERS'}) WHERE agency.regionCode STARTS WITH register.regionCode
  RETURN min(coalesce(register.from, date('1900-01-01'))) AS coveredFrom
}
UNWIND funds AS fund
// A transfer belongs to a programme by its sum; one of no sum received may be a part of what came in a lump.
WITH subjectId, agency, fund, fund.of AS programmeId,
  [one IN sent WHERE one.day >= fund.firstOn AND (one.fen IN fund.sums OR fund.lumps = 1 AND none(other IN funds WHERE one.fen IN other.sums))] AS sent,
  CASE WHEN coveredFrom <= firstSentOn THEN coveredFrom ELSE coalesce(firstSentOn, coveredFrom) END AS knownFrom
CALL (agency, programmeId) {
  MATCH (agency)<-[:PAID_BY]-(payment:Payment)-[:UNDER]->(:Programme {id: programmeId})
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf)
    AND NOT EXISTS { MATCH (payment)-[:PAID_TO|INTO]->()-[:OWNED_BY*0..1]->(agency) }
  RETURN collect({day: payment.paidOn, fen: reduce(fen = payment.amountFen,
    back IN [(payment)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= date($asOf) | part.amountFen] | fen - back)}) AS paid
}
WITH subjectId, programmeId, knownFrom, fund.receipts AS receipts,
  reduce(gone = sent + [one IN paid WHERE one.day >= fund.firstOn], back IN fund.backs | gone + back) AS outs
// What came by a day, less what went on by so many days later.
CALL (receipts, outs, knownFrom) {
  UNWIND [receipt IN receipts WHERE receipt.day >= knownFrom | {day: receipt.day, fen: receipt.fen}]
    + [out IN outs | {day: out.day - duration({days: $mostDays}), fen: 0 - out.fen}] AS event
  WITH event.day AS day, event.fen AS fen WHERE day < date($asOf) - duration({days: $mostDays})
  ORDER BY day, fen
  WITH collect({day: day, fen: fen}) AS events
  RETURN reduce(run = [0, 0, null], event IN events | [run[0] + event.fen, CASE WHEN run[0] + event.fen > run[1] THEN run[0] + event.fen ELSE run[1] END,
    CASE WHEN run[1] = 0 AND run[0] + event.fen > 0 THEN event.day ELSE run[2] END]) AS run
}
WITH subjectId, programmeId, receipts, run[1] AS held, run[2] AS since, reduce(fen = 0, receipt IN receipts | fen + receipt.fen) AS received,
  reduce(fen = 0, out IN outs | fen + out.fen) AS passedOn, any(receipt IN receipts WHERE coalesce(receipt.day < knownFrom, true)) AS isVague
WHERE held > 0 OR isVague AND passedOn < received
RETURN subjectId, programmeId AS key, CASE WHEN held > 0 THEN held END AS measure,
  CASE WHEN held = 0 THEN {missing: 'TRANSFERS'} ELSE {programme: programmeId, received: received, passedOn: passedOn,
    left: CASE WHEN passedOn < received THEN received - passedOn ELSE 0 END, since: toString(since)} END AS facts,
  [{kind: 'Agency', id: subjectId}] + [receipt IN receipts[..50] | {kind: 'Payment', id: receipt.of}] AS evidence
ORDER BY subjectId, key
