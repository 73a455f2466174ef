// id = "C4"
// title = "Contractor replaced"
// title_zh = "中标人被替换或整体转包"
// subject = "Contract"
// severity = "HIGH"
// localities = ["P10"]
// legalBasis = ["Tendering and Bidding Law (2017), art. 48", "Construction Law (2019), art. 28"]
// why = "Whoever wins has to do the work; where another does it or is paid for it, the tender chose nobody."
// exceptions = ["members of the consortium", "an approved replacement", "an approved subcontractor of labour", "guarantors who are not paid"]
// needs = ["Bid.status", "data:TENDERS", "data:CONTRACTS", "data:PAYMENTS"]
// measure = "INTEGER"
// explain = "{name}: {measure} other than the winner signed for, did, took over or were paid for the work ({how}); {paid} went to them."
// explain_zh = "{name}：有{measure}个非中标方签约、施工、承接或收款（{how}），向其支付{paid}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// how = ["SUPPLIER", "PERFORMER", "PAYEE", "PASSED_ON"]
// companies = "COMPANY"
// persons = "PERSON"
// agencies = "AGENCY"
// paid = "MONEY"
// passed = "SHARE"
// [params]
// wholeShare = 1000000           # millionths of a contract which, handed to subcontractors, are the whole job
// [touched]
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id}) RETURN c.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id})<-[:UNDER]-(c:Contract) RETURN c.id AS subjectId"
// Bid = "UNWIND $changed AS id MATCH (b:Bid {id: id})-[:UNDER]->(:Tender)<-[:UNDER]-(c:Contract) RETURN DISTINCT c.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:FOR]->(c:Contract) WHERE y.id IN $changed RETURN DISTINCT c.id AS subjectId"
// PARTY = "MATCH (c:Contract)-[party:PARTY]->() WHERE party.id IN $changed RETURN DISTINCT c.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (contract:Contract {id: subjectId})-[:BY]->(supplier:Company|Person)
WHERE coalesce(contract.awardedOn, contract.signedOn, date($asOf)) <= date($asOf)
CALL (contract) {
  MATCH (contract)-[:UNDER]->(:Tender)<-[:UNDER]-(bid:Bid {status: 'WON'})-[:BY]->(winner:Company|Person)
  WITH bid.id AS bid, coalesce(winner.sameAs, winner.id) AS winner
  ORDER BY bid
  RETURN collect(bid) AS bids, collect(winner) AS winners
}
// Fit to work and to be paid are beside the winner members of the consortium, and who was approved to step in or to lend labour.
CALL (contract) {
  MATCH (contract)-[party:PARTY]->(partner:Company|Person)
  WITH party.id AS id, party.role AS role, coalesce(party.share, 0) AS share, coalesce(partner.sameAs, partner.id) AS partner,
    party.role = 'CONSORTIUM' OR party.role IN ['REPLACEMENT', 'LABOUR_SUBCONTRACTOR'] AND coalesce(party.approvedOn <= date($asOf), false) AS fit
  WITH partner, fit, share, CASE WHEN role CONTAINS 'SUBCONTRACTOR' OR role = 'REPLACEMENT' AND NOT fit THEN id END AS handed
  RETURN collect(CASE WHEN fit THEN partner END) AS partners, collect(handed) AS handed, sum(CASE WHEN handed IS NULL THEN 0 ELSE share END) AS passed
}
WITH subjectId, contract, bids, passed, CASE WHEN passed >= $wholeShare THEN handed ELSE [] END AS handed,
  CASE WHEN bids = [] THEN [coalesce(supplier.sameAs, supplier.id)] ELSE winners END + partners AS fit
CALL (contract, fit, handed) {
  MATCH (contract)-[link:BY|PERFORMED_BY]->(other:Company|Person)
  WHERE NOT coalesce(other.sameAs, other.id) IN fit
  RETURN CASE type(link) WHEN 'BY' THEN 'SUPPLIER' ELSE 'PERFORMER' END AS how, other, '' AS kind, '' AS id, 0 AS fen
  UNION ALL
  MATCH (contract)<-[:FOR]-(payment:Payment)-[:PAID_TO]->(other)
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf) AND NOT coalesce(other.sameAs, other.id) IN fit
  OPTIONAL MATCH (payment)<-[:CORRECTS]-(back:Payment)
  WHERE back.paidOn <= date($asOf)
  WITH payment, other, payment.amountFen - sum(coalesce(back.amountFen, 0)) AS fen
  WHERE fen > 0
  RETURN 'PAYEE' AS how, other, 'Payment' AS kind, payment.id AS id, fen
  UNION ALL
  MATCH (contract)-[party:PARTY]->(other)
  WHERE party.id IN handed
  RETURN 'PASSED_ON' AS how, other, 'PARTY' AS kind, party.id AS id, 0 AS fen
}
WITH subjectId, bids, passed, how, kind, id, fen, other.id AS otherId,
  CASE WHEN other:Company THEN 'Company' WHEN other:Person THEN 'Person' WHEN other:Agency THEN 'Agency' ELSE 'Household' END AS label
ORDER BY how, otherId, id
WITH subjectId, bids, passed, collect(DISTINCT how) AS how, count(DISTINCT otherId) AS others, sum(fen) AS paid,
  collect(DISTINCT CASE label WHEN 'Company' THEN otherId END) AS companies, collect(DISTINCT CASE label WHEN 'Person' THEN otherId END) AS persons,
  collect(DISTINCT CASE label WHEN 'Agency' THEN otherId END) AS agencies,
  collect(CASE kind WHEN '' THEN [] ELSE [{kind: kind, id: id}] END + [{kind: label, id: otherId}]) AS proofs
RETURN subjectId, '-' AS key, others AS measure,
  {how: how, companies: companies, persons: persons, agencies: agencies, paid: paid, passed: passed} AS facts,
  reduce(proof = [{kind: 'Contract', id: subjectId}] + [id IN bids | {kind: 'Bid', id: id}],
    part IN proofs[..50] | proof + [step IN part WHERE NOT step IN proof]) AS evidence
ORDER BY subjectId, key
