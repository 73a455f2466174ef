// id = "C12"
// title = "Paid ahead of progress"
// title_zh = "付款进度超过工程进度"
// subject = "Project"
// severity = "HIGH"
// localities = ["P7", "P13"]
// legalBasis = ["Interim Measures for the Settlement of Construction Payments (2004), art. 13", "Government Investment Regulations (2019), art. 22"]
// why = "Whoever is paid for work that nobody has accepted need not do it."
// exceptions = ["the agreed advance", "payment terms on file whose stage and progress were reached", "up to 10 points ahead", "payments that came back"]
// needs = ["Payment.paidOn", "Stage.acceptedOn", "Stage.progress", "data:PROJECTS", "data:CONTRACTS", "data:PAYMENTS"]
// candidates = "EXISTS { (p)<-[:FOR]-(:Contract) } OR EXISTS { (p)<-[:FOR]-(:Tender) }"
// measure = "SHARE"
// explain = "{name}: by {on} {paidShare} of contract {contract} was paid ({paid} of {amount}), {measure} more than was due with {accepted} accepted and {advance} agreed in advance (by payment terms: {byTerms})."
// explain_zh = "{name}：至{on}，合同{contract}已付{paid}元（合同及增补{amount}元的{paidShare}），已验收进度{accepted}、约定预付{advance}（按合同付款条款：{byTerms}），超前{measure}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// contract = "CONTRACT"
// on = "DATE"
// paid = "MONEY"
// amount = "MONEY"
// paidShare = "SHARE"
// due = "SHARE"
// advance = "SHARE"
// accepted = "SHARE"
// byTerms = "TRUTH"
// missing = ["STAGES"]
// [params]
// mostAhead = 100000             # millionths of the contract by which payments may run ahead
// [touched]
// Project = "UNWIND $changed AS id MATCH (p:Project {id: id}) RETURN p.id AS subjectId"
// Stage = "UNWIND $changed AS id MATCH (s:Stage {id: id})-[:STAGE_OF]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id})-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id}) MATCH (c)-[:UNDER*0..1]->()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Amendment = "UNWIND $changed AS id MATCH (:Amendment {id: id})-[:AMENDS]->(c:Contract) MATCH (c)-[:UNDER*0..1]->()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// PaymentTerm = "UNWIND $changed AS id MATCH (:PaymentTerm {id: id})-[:OF]->(c:Contract) MATCH (c)-[:UNDER*0..1]->()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:FOR]->(c:Contract) WHERE y.id IN $changed MATCH (c)-[:UNDER*0..1]->()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (project:Project {id: subjectId})<-[:FOR]-(:Contract|Tender)<-[:UNDER*0..1]-(contract:Contract)
WITH DISTINCT subjectId, project, contract
CALL (contract) {
  MATCH (contract)<-[:FOR]-(payment:Payment)
  WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf)
  WITH payment.id AS id, payment.paidOn AS day, reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(row:Payment)
    WHERE row.status IN ['RETURNED', 'REVERSED'] AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  ORDER BY day, id
  RETURN [one IN collect({id: id, day: day, fen: fen}) WHERE one.fen > 0] AS payments
}
WITH subjectId, project, contract, contract.id AS contractId, contract.amountFen AS agreed, contract.advance AS advance, payments,
  [(contract)<-[:AMENDS]-(row:Amendment) WHERE row.approvedOn <= date($asOf) | {day: row.approvedOn, fen: row.amountChangeFen}] AS supplements
WHERE payments <> []
// Stages of the project and of this contract; one that ends the work is accepted as a whole, also where nothing more is on file.
CALL (project, contract) {
  MATCH (project)<-[:STAGE_OF]-(stage:Stage)
  WHERE EXISTS { (stage)-[:FOR]->(contract) } OR NOT EXISTS { (stage)-[:FOR]->(:Contract) }
  WITH stage, stage.id AS id, CASE WHEN stage.stage IN ['ACCEPTED', 'SETTLED'] THEN {day: stage.doneOn, share: 1000000} ELSE {} END AS whole
  WITH stage, id, coalesce(stage.acceptedOn, whole.day) AS day, coalesce(stage.progress, whole.share) AS share
  ORDER BY day, id
  RETURN collect({id: id, name: stage.stage, doneOn: stage.doneOn, day: day, share: share}) AS stages
}
// A term falls due once its stage is done and its progress accepted; one that names neither, on its day.
CALL (contract, stages) {
  MATCH (contract)<-[:OF]-(term:PaymentTerm)
  WITH term.id AS id, term.share AS share, CASE WHEN term.stage IS NOT NULL THEN head([one IN stages WHERE one.name = term.stage AND one.doneOn IS NOT NULL
      | one.doneOn]) WHEN term.progress IS NULL THEN term.dueOn ELSE date('1900-01-01') END AS doneOn,
    CASE WHEN term.progress > 0 THEN head([one IN stages WHERE one.share >= term.progress | one.day]) ELSE date('1900-01-01') END AS acceptedOn
  ORDER BY id
  RETURN collect({id: id, share: share, day: CASE WHEN doneOn >= acceptedOn THEN doneOn WHEN doneOn < acceptedOn THEN acceptedOn END}) AS terms
}
// What was paid, agreed and accepted by each day on which any of it changed.
CALL (contractId, agreed, advance, payments, supplements, stages, terms) {
  UNWIND payments + supplements AS turn
  WITH turn.day AS day, reduce(sum = 0, one IN payments | sum + CASE WHEN one.day <= turn.day THEN one.fen ELSE 0 END) AS paid,
    reduce(sum = agreed, one IN supplements | sum + CASE WHEN one.day <= turn.day THEN one.fen ELSE 0 END) AS amount,
    reduce(most = 0, one IN stages | CASE WHEN one.day <= turn.day AND one.share > most THEN one.share ELSE most END) AS accepted,
    reduce(sum = 0, one IN terms | sum + CASE WHEN one.day <= turn.day THEN one.share ELSE 0 END) AS fallen
  WITH day, paid, amount, accepted, CASE WHEN terms <> [] THEN fallen ELSE coalesce(advance, 0) + accepted END AS due
  WHERE amount > 0 AND paid * 1000000 > (due + $mostAhead) * amount
  WITH day, paid, amount, accepted, due, paid * 1000000 / amount - due AS ahead ORDER BY ahead DESC, day LIMIT 1
  RETURN {contract: contractId, ahead: ahead, day: day, paid: paid, amount: amount, due: due, advance: advance, accepted: accepted,
    payments: payments, stages: stages, terms: terms} AS worst
}
WITH subjectId, worst ORDER BY worst.stages = [], worst.ahead DESC, worst.day, worst.contract
WITH subjectId, head(collect(worst)) AS worst
// Nothing tells of the progress of a project without any stage on file.
RETURN subjectId, '-' AS key, CASE WHEN worst.stages <> [] THEN worst.ahead END AS measure,
  {contract: worst.contract, on: toString(worst.day), paid: worst.paid, amount: worst.amount, paidShare: worst.ahead + worst.due, due: worst.due,
    advance: worst.advance, accepted: worst.accepted, byTerms: worst.terms <> [], missing: CASE WHEN worst.stages = [] THEN 'STAGES' END} AS facts,
  [{kind: 'Project', id: subjectId}, {kind: 'Contract', id: worst.contract}] + [one IN worst.terms | {kind: 'PaymentTerm', id: one.id}]
    + [one IN worst.stages WHERE one.day <= worst.day | {kind: 'Stage', id: one.id}]
    + [one IN worst.payments[..50] WHERE one.day <= worst.day | {kind: 'Payment', id: one.id}] AS evidence
ORDER BY subjectId, key
