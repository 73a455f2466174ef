// id = "C6"
// title = "Too few bidders"
// title_zh = "投标人不足三家"
// subject = "Tender"
// severity = "LOW"
// localities = ["P10"]
// legalBasis = ["Tendering and Bidding Law (2017), art. 28", "Government Procurement Law (2014), art. 36"]
// why = "With fewer than three bidders, or with all others turned away, the winner competed with nobody."
// exceptions = ["tendered again, or the second tender itself", "methods that ask one supplier only", "nobody has won yet and the wait for a second tender is not over"]
// needs = ["Bid.status", "data:TENDERS"]
// due = "Tender.bidsOpenedOn + 61 days"
// candidates = "EXISTS { (t)<-[:UNDER]-(:Bid) }"
// measure = "INTEGER"
// explain = "{name}: {bidders} bidders on {openedOn}, {rejected} of them rejected ({why})."
// explain_zh = "{name}：{openedOn}开标，投标人{bidders}家，其中被否决{rejected}家（{why}）。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// why = ["TOO_FEW", "OTHERS_REJECTED"]
// bidders = "INTEGER"
// rejected = "INTEGER"
// won = "INTEGER"
// openedOn = "DATE"
// method = ["OPEN", "INVITED", "NEGOTIATION", "CONSULTATION", "INQUIRY", "SINGLE_SOURCE", "DIRECT", "LOTTERY", "FRAMEWORK"]
// [params]
// fewest = 3                     # bidders that a tender needs
// waitDays = 60                  # days after the opening in which a second tender may still come where nobody has won
// single = ["DIRECT", "SINGLE_SOURCE"] # methods that ask one supplier only
// [touched]
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id})-[:REPEATS*0..1]->(other:Tender) RETURN DISTINCT other.id AS subjectId"
// Bid = "UNWIND $changed AS id MATCH (b:Bid {id: id})-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (tender:Tender {id: subjectId})
WHERE NOT tender.method IN $single
WITH subjectId, tender, coalesce(tender.bidsOpenedOn, tender.bidsDueOn, tender.awardNoticeOn) AS opened
WHERE opened <= date($asOf)
// A bid taken back before the opening is no bid.
CALL (tender) {
  MATCH (tender)<-[:UNDER]-(bid:Bid)
  WHERE bid.status <> 'WITHDRAWN'
  WITH bid.id AS id, bid.status AS status
  ORDER BY id
  RETURN collect(id) AS bids, sum(CASE status WHEN 'WON' THEN 1 ELSE 0 END) AS won, sum(CASE status WHEN 'REJECTED' THEN 1 ELSE 0 END) AS rejected
}
WITH subjectId, tender, opened, bids, size(bids) AS bidders, won, rejected
WHERE bidders > 0 AND (bidders < $fewest OR won > 0 AND rejected > 0 AND won + rejected = bidders)
WITH *, CASE WHEN bidders < $fewest AND NOT EXISTS { (tender)-[:REPEATS]-(:Tender) }
    AND (won > 0 OR opened + duration({days: $waitDays}) < date($asOf)) THEN 'TOO_FEW' END AS few,
  CASE WHEN won > 0 AND rejected > 0 AND won + rejected = bidders THEN 'OTHERS_REJECTED' END AS alone
WHERE few IS NOT NULL OR alone IS NOT NULL
RETURN subjectId, '-' AS key, bidders - rejected AS measure,
  {why: [reason IN [few, alone] WHERE reason IS NOT NULL], bidders: bidders, rejected: rejected, won: won, openedOn: toString(opened),
    method: tender.method} AS facts,
  [{kind: 'Tender', id: subjectId}] + [id IN bids[..50] | {kind: 'Bid', id: id}] AS evidence
ORDER BY subjectId, key
