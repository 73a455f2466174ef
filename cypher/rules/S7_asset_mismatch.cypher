// id = "S7"
// title = "Aid despite assets"
// title_zh = "有车有房有企业仍享受救助"
// subject = "Person"
// severity = "MEDIUM"
// localities = ["P8"]
// legalBasis = ["aid that need decides counts what the household owns: vehicles, dwellings and businesses are held against the list"]
// why = "A household that owns a dear car, two dwellings or a business may not be in need, or the owner is not whom the papers say."
// exceptions = ["demolished dwellings", "farm vehicles", "cooperatives", "shares of a dwelling below half, of a company below 5 %", "what was bought later, sold before, or belongs to someone who had left the household", "payments that came back"]
// needs = ["data:PERSONS", "data:HOUSEHOLDS", "data:ASSETS", "data:COMPANIES", "data:PAYMENTS"]
// candidates = "EXISTS { (p)<-[:OWNED_BY]-(:Asset) } OR EXISTS { (p)-[:LEGAL_REPRESENTATIVE_OF|SHAREHOLDER_OF]->(:Company) } OR EXISTS { (p)-[:MEMBER_OF {head: true}]->(:Household)<-[:OWNED_BY]-(:Asset) } OR p.sameAs = p.id"
// measure = "MONEY"
// explain = "{count} payments of {programme} worth {amount} came to the household of {name} from {firstPaidOn} to {lastPaidOn}, while it held {what}: car {carValue}, dwellings {dwellings}, companies {companies}."
// explain_zh = "{name}所在家庭自{firstPaidOn}至{lastPaidOn}领取{programme}{count}笔共{amount}元，期间名下有{what}：车辆价值{carValue}元，住房{dwellings}套，企业{companies}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// what = ["VEHICLE", "DWELLING", "COMPANY"]
// carValue = "MONEY"
// dwellings = "INTEGER"
// companies = "COMPANY"
// programme = "PROGRAMME"
// household = "HOUSEHOLD"
// amount = "MONEY"
// count = "INTEGER"
// firstPaidOn = "DATE"
// lastPaidOn = "DATE"
// missing = ["BASIS", "VALUE"]
// [params]
// carFen = 5000000               # fen above which a car speaks against need
// manyDwellings = 2              # dwellings of a household that do
// dwellingShare = 500000         # millionths of a dwelling from which it counts
// holderShare = 50000            # millionths of a company from which its holder counts
// noCars = ["农用", "农业", "拖拉机", "收割机", "插秧机", "摩托"]   # words of sort or use by which a vehicle is no car
// gone = ["拆", "倒塌", "灭失"]   # words of sort or use by which a dwelling is gone
// noBusinesses = ["COOPERATIVE"]   # kinds of company that speak of no means
// [touched]
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN coalesce(p.sameAs, p.id) AS subjectId"
// Asset = "MATCH (a:Asset)-[:OWNED_BY]->()-[:MEMBER_OF*0..2]-(p:Person) WHERE a.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Company = "MATCH (c:Company)<-[:LEGAL_REPRESENTATIVE_OF|SHAREHOLDER_OF]-(p:Person) WHERE c.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// LEGAL_REPRESENTATIVE_OF = "MATCH (p:Person)-[tie:LEGAL_REPRESENTATIVE_OF]->(:Company) WHERE tie.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// SHAREHOLDER_OF = "MATCH (p:Person)-[tie:SHAREHOLDER_OF]->(:Company) WHERE tie.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// MEMBER_OF = "MATCH (:Person)-[member:MEMBER_OF]->(home:Household) WHERE member.id IN $changed MATCH (home)<-[:MEMBER_OF]-(p:Person) RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO]->()-[:MEMBER_OF*0..2]-(p:Person) WHERE y.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO]->()-[:MEMBER_OF*0..2]-(p:Person) WHERE g.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// One person may stand in several registers. The record with the least id stands for all.
CALL (person) { MATCH (person)-[:SAME_PERSON*0..1]-(record:Person) WITH record.id AS id ORDER BY id RETURN collect(id) AS records }
// In passing, as most families draw none: aid to them, to a household of theirs, or to another of it.
CALL (records) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[:MEMBER_OF*0..2]-(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.basis, 'MEANS_TESTED') = 'MEANS_TESTED'
  RETURN count(payment) AS aided
}
WITH subjectId, records, aided
WHERE records[0] = subjectId AND aided > 0
// What is theirs, or their business, and the dwellings of the family, with the days on which each was held and its owner of the household.
CALL (records) {
  CALL (records) {
    UNWIND records AS recordId
    MATCH (:Person {id: recordId})-[ties:MEMBER_OF*0..2]-(owner)<-[:OWNED_BY]-(asset:Asset)
    WITH ties, asset, coalesce(asset.subkind, '') + coalesce(asset.use, '') AS told, size(ties) < 2 AND all(tie IN ties WHERE tie.head) AS own
    // A car without a value on file may be a dear one.
    WHERE own AND asset.kind = 'VEHICLE' AND coalesce(asset.valueFen > $carFen, true) AND none(word IN $noCars WHERE told CONTAINS word)
      OR asset.kind = 'DWELLING' AND coalesce(asset.share >= $dwellingShare, true) AND none(word IN $gone WHERE told CONTAINS word)
    RETURN asset.kind AS kind, asset.id AS id, CASE asset.kind WHEN 'VEHICLE' THEN asset.valueFen ELSE 0 END AS fen, own, null AS tie, null AS tieId,
      reduce(most = asset.from, tie IN ties | CASE WHEN most IS NULL OR tie.from > most THEN tie.from ELSE most END) AS since,
      reduce(least = asset.to, tie IN ties | CASE WHEN least IS NULL OR tie.to < least THEN tie.to ELSE least END) AS until
    UNION ALL
    UNWIND records AS recordId
    MATCH (:Person {id: recordId})-[tie:LEGAL_REPRESENTATIVE_OF|SHAREHOLDER_OF]->(company:Company)
    WHERE (type(tie) = 'LEGAL_REPRESENTATIVE_OF' OR tie.share >= $holderShare) AND NOT coalesce(company.kind, '-') IN $noBusinesses
    RETURN 'COMPANY' AS kind, company.id AS id, 0 AS fen, true AS own, type(tie) AS tie, tie.id AS tieId, tie.from AS since,
      CASE WHEN coalesce(tie.to >= company.dissolvedOn, true) THEN company.dissolvedOn - duration({days: 1}) ELSE tie.to END AS until
  }
  WITH {kind: kind, id: id, fen: fen, own: own, tie: tie, tieId: tieId, since: since, until: until} AS thing
  ORDER BY thing.kind, thing.own, thing.id, thing.tieId
  RETURN collect(thing) AS things
}
WITH subjectId, records, things
WHERE any(thing IN things WHERE thing.own AND (thing.kind <> 'DWELLING' OR size([other IN things WHERE other.kind = 'DWELLING'
  AND coalesce(other.since <= thing.until, true) AND coalesce(thing.since <= other.until, true)]) >= $manyDwellings))
// The aid in full, with what was held on the day. A programme without a basis on file may be one that need decides.
CALL (records, things) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[ties:MEMBER_OF*0..2]-(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.basis, 'MEANS_TESTED') = 'MEANS_TESTED' AND coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf)
  WITH things, programme.id AS programmeId, programme.basis AS basis, payment, payment.id AS id, payment.paidOn AS paidOn, ties
  WHERE all(tie IN ties WHERE (tie.from IS NULL OR tie.from <= paidOn) AND (tie.to IS NULL OR paidOn <= tie.to))
  WITH programmeId, basis, id, paidOn, min(head([tie IN ties | endNode(tie).id])) AS homeId, reduce(fen = payment.amountFen,
      back IN [(payment)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen,
    [thing IN things WHERE (thing.since IS NULL OR thing.since <= paidOn) AND (thing.until IS NULL OR paidOn <= thing.until)] AS held
  WITH *, reduce(houses = [], thing IN held | CASE WHEN thing.kind <> 'DWELLING' OR thing.id IN houses THEN houses ELSE houses + thing.id END) AS houses
  WITH programmeId, basis, id, paidOn, homeId, fen, [thing IN held WHERE thing.kind <> 'DWELLING' OR size(houses) >= $manyDwellings] AS held
  WHERE fen > 0 AND any(thing IN held WHERE thing.own)
  WITH programmeId, basis, {id: id, on: toString(paidOn), fen: fen, homeId: homeId, held: [thing IN held WHERE thing.fen IS NOT NULL]} AS paid
  ORDER BY paid.on, paid.id
  WITH programmeId, basis, collect(paid) AS paid
  RETURN programmeId, basis, [one IN paid WHERE any(thing IN one.held WHERE thing.own)] AS paid
}
WITH subjectId, records, programmeId, basis, paid, reduce(fen = 0, one IN paid | fen + one.fen) AS amount,
  reduce(held = [], one IN paid | held + [thing IN one.held
    WHERE none(other IN held WHERE other.id = thing.id AND coalesce(other.tieId, '-') = coalesce(thing.tieId, '-'))]) AS held
RETURN subjectId, programmeId AS key, CASE WHEN basis IS NOT NULL AND paid <> [] THEN amount END AS measure,
  CASE WHEN basis IS NULL THEN {missing: 'BASIS'} WHEN paid = [] THEN {missing: 'VALUE'} ELSE {programme: programmeId, household: paid[0].homeId,
    what: [kind IN ['VEHICLE', 'DWELLING', 'COMPANY'] WHERE any(thing IN held WHERE thing.kind = kind)],
    carValue: reduce(most = null, thing IN held | CASE WHEN thing.kind <> 'VEHICLE' OR thing.fen <= most THEN most ELSE thing.fen END),
    dwellings: size([thing IN held WHERE thing.kind = 'DWELLING']),
    companies: reduce(ids = [], thing IN held | CASE WHEN thing.kind <> 'COMPANY' OR thing.id IN ids THEN ids ELSE ids + thing.id END),
    amount: amount, count: size(paid), firstPaidOn: paid[0].on, lastPaidOn: paid[-1].on} END AS facts,
  [id IN records | {kind: 'Person', id: id}] + reduce(steps = [], thing IN held | steps + CASE thing.kind WHEN 'COMPANY'
    THEN [{kind: thing.tie, id: thing.tieId}, {kind: 'Company', id: thing.id}] ELSE [{kind: 'Asset', id: thing.id}] END)
    + CASE WHEN paid[0].homeId IS NULL THEN [] ELSE [{kind: 'Household', id: paid[0].homeId}] END
    + [one IN paid[..50] | {kind: 'Payment', id: one.id}] AS evidence
ORDER BY subjectId, key
