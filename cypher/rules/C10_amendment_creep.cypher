// id = "C10"
// title = "Amendment creep"
// title_zh = "合同反复变更增补"
// subject = "Contract"
// severity = "MEDIUM"
// localities = ["P10"]
// legalBasis = ["Government Procurement Law (2014), art. 49", "Government Investment Regulations (2019), art. 23"]
// why = "A low bid that supplements make good afterwards was never the price at which others competed."
// exceptions = ["supplements of up to 10 % in all", "reductions, which lessen the sum", "no more than two supplements whose prices change more than 90 days apart"]
// needs = ["Amendment.amountChangeFen", "data:CONTRACTS"]
// candidates = "EXISTS { (c)<-[:AMENDS]-(:Amendment) }"
// measure = "SHARE"
// explain = "{name} of {amount}: {supplements} supplements, {unapproved} of them not approved, changed it by {added} ({measure}); the two closest changes lie {days} days apart."
// explain_zh = "{name}（{amount}元）：补充协议{supplements}份，其中{unapproved}份未经批准，合计变更{added}元（{measure}）；两次变更最短相隔{days}天。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// faults = ["ABOVE_SHARE", "MANY", "CHANGED_TWICE"]
// amount = "MONEY"
// supplements = "INTEGER"
// unapproved = "INTEGER"
// added = "MONEY"
// days = "INTEGER"
// [params]
// mostShare = 100000             # millionths of the contract by which supplements may raise it
// manySupplements = 3            # supplements that are many
// changeDays = 90                # days within which a second change of the price follows too soon
// [touched]
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id}) RETURN c.id AS subjectId"
// Amendment = "UNWIND $changed AS id MATCH (a:Amendment {id: id})-[:AMENDS]->(c:Contract) RETURN DISTINCT c.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (contract:Contract {id: subjectId})
// Supplements count whether anybody approved them or not.
CALL (contract) {
  MATCH (contract)<-[:AMENDS]-(amendment:Amendment)
  WHERE amendment.signedOn <= date($asOf)
  WITH amendment.id AS id, amendment.signedOn AS day, amendment.amountChangeFen AS fen, coalesce(amendment.approvedOn <= date($asOf), false) AS approved
  ORDER BY day, id
  RETURN collect({id: id, day: day, fen: fen}) AS supplements, sum(fen) AS added, sum(CASE WHEN approved THEN 0 ELSE 1 END) AS unapproved
}
CALL (supplements) {
  UNWIND supplements AS one
  UNWIND supplements AS other
  WITH one, other WHERE one.id < other.id AND one.fen <> 0 AND other.fen <> 0
  RETURN min(abs(duration.inDays(one.day, other.day).days)) AS days
}
WITH subjectId, contract.amountFen AS amount, supplements, added, unapproved, days,
  [fault IN [CASE WHEN added * 1000000 > contract.amountFen * $mostShare THEN 'ABOVE_SHARE' END,
    CASE WHEN size(supplements) >= $manySupplements THEN 'MANY' END, CASE WHEN days <= $changeDays THEN 'CHANGED_TWICE' END]
   WHERE fault IS NOT NULL] AS faults
WHERE faults <> []
RETURN subjectId, '-' AS key, CASE WHEN amount > 0 THEN added * 1000000 / amount ELSE 0 END AS measure,
  {faults: faults, amount: amount, supplements: size(supplements), unapproved: unapproved, added: added, days: days} AS facts,
  [{kind: 'Contract', id: subjectId}] + [one IN supplements[..50] | {kind: 'Amendment', id: one.id}] AS evidence
ORDER BY subjectId, key
