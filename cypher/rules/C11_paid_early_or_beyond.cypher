// id = "C11"
// title = "Paid early or beyond the contract"
// title_zh = "提前付款或超合同付款"
// subject = "Contract"
// severity = "HIGH"
// localities = ["P7", "P13"]
// legalBasis = ["Government Investment Regulations (2019), art. 22", "Civil Code (2020), art. 509"]
// why = "Money that leaves before there is a contract or an approval, or beyond both, is owed to nobody."
// exceptions = ["approved supplements from the day of their approval", "payments that came back"]
// needs = ["Contract.amountFen", "Contract.signedOn", "Payment.paidOn", "data:CONTRACTS", "data:PAYMENTS"]
// candidates = "EXISTS { (c)<-[:FOR]-(:Payment) }"
// measure = "MONEY"
// explain = "{name}, signed on {signedOn}, its project approved on {approvedOn}: {early} was paid before that, the first money on {firstPaidOn}; by {worstOn} {paid} was paid, {beyond} beyond the {owed} of contract and approved supplements."
// explain_zh = "{name}（{signedOn}签订，项目{approvedOn}批复）：提前支付{early}元，首笔{firstPaidOn}；至{worstOn}应付{owed}元（合同及已批准增补），实付{paid}元，超付{beyond}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// faults = ["BEFORE_CONTRACT", "BEFORE_APPROVAL", "BEYOND_CONTRACT"]
// signedOn = "DATE"
// approvedOn = "DATE"
// early = "MONEY"
// firstPaidOn = "DATE"
// paid = "MONEY"
// owed = "MONEY"
// beyond = "MONEY"
// worstOn = "DATE"
// [touched]
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id}) RETURN c.id AS subjectId"
// Amendment = "UNWIND $changed AS id MATCH (a:Amendment {id: id})-[:AMENDS]->(c:Contract) RETURN DISTINCT c.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:FOR]->(c:Contract) WHERE y.id IN $changed RETURN DISTINCT c.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id})<-[:UNDER]-(c:Contract) RETURN DISTINCT c.id AS subjectId"
// Project = "UNWIND $changed AS id MATCH (p:Project {id: id})<-[:FOR]-()<-[:UNDER*0..1]-(c:Contract) RETURN DISTINCT c.id AS subjectId"
// Stage = "UNWIND $changed AS id MATCH (s:Stage {id: id})-[:STAGE_OF]->(:Project)<-[:FOR]-()<-[:UNDER*0..1]-(c:Contract) RETURN DISTINCT c.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (contract:Contract {id: subjectId})
CALL (contract) {
  MATCH (contract)<-[:FOR]-(payment:Payment)
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf)
  WITH payment.id AS id, payment.paidOn AS day, reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(row:Payment)
    WHERE row.status IN ['RETURNED', 'REVERSED'] AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  WHERE fen > 0
  WITH * ORDER BY day, id
  RETURN collect({id: id, day: day, fen: fen}) AS payments, min(day) AS firstPaidOn, sum(fen) AS total
}
WITH subjectId, contract, payments, firstPaidOn, total WHERE payments <> []
CALL (contract) {
  MATCH (contract)<-[:AMENDS]-(amendment:Amendment)
  WHERE amendment.approvedOn <= date($asOf)
  WITH amendment.id AS id, amendment.approvedOn AS day, amendment.amountChangeFen AS fen
  ORDER BY day, id
  RETURN collect({id: id, day: day, fen: fen}) AS supplements, sum(CASE WHEN fen < 0 THEN fen ELSE 0 END) AS reduced
}
// The project may be approved by itself or as the first of its stages.
CALL (contract) {
  MATCH (contract)-[:UNDER*0..1]->()-[:FOR]->(project:Project)
  OPTIONAL MATCH (project)<-[:STAGE_OF]-(stage:Stage {stage: 'APPROVED'})
  RETURN min(coalesce(project.approvedOn, stage.doneOn)) AS approvedOn, min(project.id) AS projectId
}
WITH subjectId, projectId, contract.amountFen AS amount, payments, firstPaidOn, total, supplements, approvedOn,
  coalesce(contract.signedOn, contract.awardedOn) AS signedOn, total > contract.amountFen + reduced AS much
WITH *, coalesce(firstPaidOn < signedOn, false) AS unsigned, coalesce(firstPaidOn < approvedOn, false) AS unapproved
WHERE unsigned OR unapproved OR much
// What was paid by each day against what was owed by then: the worst of these days.
CALL (amount, payments, supplements) {
  UNWIND payments + supplements AS turn
  WITH turn.day AS day, reduce(sum = 0, one IN payments | sum + CASE WHEN one.day <= turn.day THEN one.fen ELSE 0 END) AS paid,
    reduce(sum = amount, one IN supplements | sum + CASE WHEN one.day <= turn.day THEN one.fen ELSE 0 END) AS owed
  ORDER BY paid - owed DESC, day
  LIMIT 1
  RETURN day AS worstOn, paid, owed, paid > owed AS beyond
}
WITH *, reduce(sum = 0, one IN payments | sum + CASE WHEN one.day < signedOn OR one.day < approvedOn THEN one.fen ELSE 0 END) AS early
WHERE unsigned OR unapproved OR beyond
RETURN subjectId, '-' AS key, CASE WHEN paid - owed > early THEN paid - owed ELSE early END AS measure,
  {faults: [fault IN [CASE WHEN unsigned THEN 'BEFORE_CONTRACT' END, CASE WHEN unapproved THEN 'BEFORE_APPROVAL' END,
      CASE WHEN beyond THEN 'BEYOND_CONTRACT' END] WHERE fault IS NOT NULL],
    signedOn: toString(signedOn), approvedOn: toString(approvedOn), early: early, firstPaidOn: toString(firstPaidOn),
    paid: paid, owed: owed, beyond: CASE WHEN beyond THEN paid - owed ELSE 0 END, worstOn: toString(worstOn)} AS facts,
  [{kind: 'Contract', id: subjectId}] + [id IN [projectId] WHERE unapproved | {kind: 'Project', id: id}]
    + [one IN supplements[..50] WHERE beyond AND one.day <= worstOn | {kind: 'Amendment', id: one.id}]
    + [one IN payments[..50] WHERE one.day < signedOn OR one.day < approvedOn OR beyond AND one.day <= worstOn | {kind: 'Payment', id: one.id}] AS evidence
ORDER BY subjectId, key
