// id = "K2"
// title = "Kin concentration"
// title_zh = "惠民资金向亲属集中"
// subject = "Official"
// severity = "MEDIUM"
// localities = ["P1", "P11"]
// legalBasis = ["aid goes to those who are entitled, whoever serves in the village"]
// why = "Where a village cadre's kin draw far more than their part of the people, far more than kin of other cadres do, somebody may steer the money."
// exceptions = ["fewer than 3 recipients", "fewer than 12 village cadres to compare with", "as much as kin of other cadres draw"]
// needs = ["data:PERSONS", "data:KINSHIPS", "data:HOUSEHOLDS", "data:POSTS", "data:PAYMENTS"]
// due = ""
// candidates = "EXISTS { (o)-[:HOLDS]->(:Post {kind: 'VILLAGE_CADRE'}) }"
// measure = "SHARE"
// explain = "Kin of {name}, {kin} of {people} people of {village}, got {amount} of the {total} of {programme} there in {year}: {measure} of their part ({recipients} recipients; up to {fence} is usual among {peers} village cadres of the county)."
// explain_zh = "{year}年，{name}的亲属（{village}{people}人中{kin}人，领取对象{recipients}个）领取{programme}{amount}元，占全村{total}元，为其人口占比的{measure}；全县{peers}名村干部中通常不超过{fence}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programme = "PROGRAMME"
// year = "PERIOD"
// village = "REGION"
// people = "INTEGER"
// kin = "INTEGER"
// recipients = "INTEGER"
// amount = "MONEY"
// total = "MONEY"
// peers = "INTEGER"
// fence = "SHARE"
// [params]
// leastRecipients = 3            # recipients among kin from which a share counts
// leastPeers = 12                # village cadres of the county that it takes to compare
// spreadTenths = 15             # tenths of the distance between the quartiles that are still usual above the upper one
// [touched]
// Payment = "MATCH (y:Payment)-[:PAID_TO]->(payee) WHERE y.id IN $changed MATCH (payee)<-[:MEMBER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// HOLDS = "MATCH (p:Official)-[held:HOLDS]->(:Post) WHERE held.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Person = "MATCH (k:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) WHERE k.id IN $changed RETURN DISTINCT p.id AS subjectId"
// MEMBER_OF = "MATCH (k:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// [peers]
// group = "county"
// statement = """
// // People are those registered in the village and alive on the day judged. What came back lessens the year in which it did.
// MATCH (resident:Person) WHERE resident.village IS NOT NULL AND (resident.diedOn IS NULL OR resident.diedOn > date($asOf))
// WITH resident.village AS village, count(*) AS people
// CALL (village) {
//   MATCH (payment:Payment {regionCode: village})-[:UNDER]->(programme)
//   WHERE payment.month < substring($asOf, 0, 4) AND programme.unit <> 'PROJECT'
//   WITH programme.id + ';' + substring(payment.month, 0, 4) AS pot,
//     sum(CASE WHEN coalesce(payment.status, 'PAID') = 'PAID' THEN payment.amountFen ELSE -payment.amountFen END) AS fen
//   WHERE fen > 0
//   WITH pot, fen, substring(pot, size(pot) - 4) AS year
//   RETURN collect({pot: pot, fen: fen, starts: date(year + '-01-01'), ends: date(year + '-12-31')}) AS pots
// }
// CALL (village) {
//   MATCH (post:Post {regionCode: village})<-[held:HOLDS]-(person:Person)
//   WHERE post.kind = 'VILLAGE_CADRE'
//   RETURN person, collect({first: held.from, last: held.to}) AS terms
// }
// CALL (person, village) {
//   CALL (person) {
//     // kin AVOIDANCE of person
//   }
//   WITH village, collect({id: kin.id, since: since, until: until}) AS ways, count(DISTINCT CASE WHEN kin.village = village
//     AND (kin.diedOn IS NULL OR kin.diedOn > date($asOf)) AND (since IS NULL OR since <= date($asOf)) AND (until IS NULL OR until >= date($asOf))
//     THEN kin.id END) AS relatives
//   UNWIND ways AS way
//   OPTIONAL MATCH (:Person {id: way.id})-[joined:MEMBER_OF*0..1]->(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme)
//   WHERE payment.regionCode = village AND payment.month < substring($asOf, 0, 4) AND programme.unit <> 'PROJECT'
//     AND (way.since IS NULL OR way.since <= payment.paidOn) AND (way.until IS NULL OR payment.paidOn <= way.until)
//     AND all(member IN joined WHERE (member.from IS NULL OR member.from <= payment.paidOn) AND (member.to IS NULL OR payment.paidOn <= member.to))
//   WITH DISTINCT relatives, payment.id AS id, programme.id + ';' + substring(payment.month, 0, 4) AS pot, payee.id AS payeeId,
//     CASE WHEN coalesce(payment.status, 'PAID') = 'PAID' THEN payment.amountFen ELSE -payment.amountFen END AS fen
//   WITH relatives, pot, sum(fen) AS fen, count(DISTINCT payeeId) AS recipients
//   RETURN relatives, collect(CASE WHEN pot IS NOT NULL THEN {pot: pot, fen: fen, recipients: recipients} END) AS gains
// }
// // How many times their part of the people kin got of each programme's money, in millionths, of every cadre who served that year.
// UNWIND pots AS pot
// WITH village, people, person.id AS officialId, relatives, pot, head([gain IN gains WHERE gain.pot = pot.pot]) AS gain, terms
// WHERE relatives > 0 AND any(term IN terms WHERE (term.first IS NULL OR term.first <= pot.ends) AND (term.last IS NULL OR term.last >= pot.starts))
// WITH village, people, officialId, relatives, pot, gain, 1000 * (1000 * coalesce(gain.fen, 0) * people / (pot.fen * relatives)) AS ratio
// ORDER BY ratio, officialId, village
// WITH substring(village, 0, 6) AS county, pot.pot AS key, count(*) AS peers, collect(ratio) AS ratios,
//   collect(CASE WHEN gain.recipients >= $leastRecipients THEN {officialId: officialId, village: village, people: people, kin: relatives,
//     recipients: gain.recipients, amount: gain.fen, total: pot.fen, ratio: ratio} END) AS able
// WHERE peers >= $leastPeers AND size(able) > 0
// // Quartiles lie between the two nearest ranks: here four times them.
// WITH county, key, peers, able, ratios, peers - 1 AS top
// WITH county, key, peers, able, last(ratios[0..top / 4 + 1]) * (4 - top % 4) + last(ratios[0..top / 4 + 2]) * (top % 4) AS lower,
//   last(ratios[0..3 * top / 4 + 1]) * (4 - 3 * top % 4) + last(ratios[0..3 * top / 4 + 2]) * (3 * top % 4) AS upper
// UNWIND able AS one
// WITH county, key, peers, one, 10 * upper + $spreadTenths * (upper - lower) AS fence
// WHERE one.ratio * 40 > fence
// RETURN county, key, one.officialId AS officialId, one.village AS village, one.people AS people, one.kin AS kin, one.recipients AS recipients,
//   one.amount AS amount, one.total AS total, one.ratio AS ratio, peers, fence / 40 AS fence
// ORDER BY county, key, officialId, village
// """
UNWIND $subjects AS subjectId
UNWIND $peers AS peer
WITH subjectId, peer WHERE peer.officialId = subjectId
WITH subjectId, peer ORDER BY peer.ratio DESC, peer.village
// One village a programme and year, where somebody serves in two.
WITH subjectId, peer.key AS key, head(collect(peer)) AS peer
MATCH (person:Person {id: subjectId})
CALL (person, peer) {
  CALL (person) {
    // kin AVOIDANCE of person
  }
  MATCH (kin)-[joined:MEMBER_OF*0..1]->(payee)<-[:PAID_TO]-(payment:Payment)-[:UNDER]->(programme)
  WHERE payment.regionCode = peer.village AND programme.id + ';' + substring(payment.month, 0, 4) = peer.key
    AND coalesce(payment.status, 'PAID') = 'PAID'
    AND (since IS NULL OR since <= payment.paidOn) AND (until IS NULL OR payment.paidOn <= until)
    AND all(member IN joined WHERE (member.from IS NULL OR member.from <= payment.paidOn) AND (member.to IS NULL OR payment.paidOn <= member.to))
  WITH payment.id AS paymentId, chain, path + [member IN joined | {kind: 'MEMBER_OF', id: member.id}]
    + [member IN joined | {kind: 'Household', id: payee.id}] + [{kind: 'Payment', id: payment.id}] AS path
  ORDER BY paymentId, size(chain), chain, [step IN path | step.id]
  WITH paymentId, head(collect(path)) AS path ORDER BY paymentId LIMIT 50
  RETURN collect(path) AS paths
}
RETURN subjectId, key, peer.ratio AS measure, {programme: substring(key, 0, size(key) - 5), year: substring(key, size(key) - 4),
    village: peer.village, people: peer.people, kin: peer.kin, recipients: peer.recipients, amount: peer.amount, total: peer.total,
    peers: peer.peers, fence: peer.fence} AS facts,
  reduce(proof = [{kind: 'Person', id: subjectId}], path IN paths | proof + path[1..]) AS evidence
ORDER BY subjectId, key
