// id = "C9"
// title = "Serial winner"
// title_zh = "同一供应商反复中标"
// subject = "Agency"
// severity = "MEDIUM"
// localities = ["P10"]
// legalBasis = ["Government Procurement Law (2014), art. 3", "Tendering and Bidding Law (2017), art. 5"]
// why = "A buyer whose awards go to one supplier again and again may not let others compete."
// exceptions = ["what is called off one framework is one award", "buyers of fewer than five awards in the year"]
// needs = ["Contract.awardedOn", "data:CONTRACTS"]
// candidates = "EXISTS { (a)<-[:BOUGHT_BY]-(:Contract) } OR EXISTS { (a)<-[:BOUGHT_BY]-(:Tender) }"
// measure = "SHARE"
// explain = "{companies}{persons} won {won} of the {total} awards ({measure}) of {name} from {firstOn} to {lastOn}, {amount} in all."
// explain_zh = "{firstOn}至{lastOn}，{name}授予的{total}个标中有{won}个（{measure}）由{companies}{persons}中标，合计{amount}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// companies = "COMPANY"
// persons = "PERSON"
// won = "INTEGER"
// total = "INTEGER"
// firstOn = "DATE"
// lastOn = "DATE"
// amount = "MONEY"
// [params]
// windowDays = 365               # days that are looked at together, the last of them the day of an award
// fewestAwards = 5               # awards that a buyer makes in them at least
// fewestWon = 3                  # awards that one supplier wins of these at least
// leastShare = 600000            # millionths of these awards that one supplier wins at least
// [touched]
// Agency = "UNWIND $changed AS id MATCH (a:Agency {id: id}) RETURN a.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id}) MATCH (c)-[:UNDER*0..1]->()-[:BOUGHT_BY]->(a:Agency) RETURN DISTINCT a.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id}) MATCH (t)<-[:UNDER*0..1]-()-[:BOUGHT_BY]->(a:Agency) RETURN DISTINCT a.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (buyer:Agency {id: subjectId})
// A lot is one award however many contracts follow; so is a framework of which no lot is on file, known by its budget item.
CALL (buyer) {
  CALL (buyer) {
    MATCH (buyer)<-[:BOUGHT_BY]-(contract:Contract)
    RETURN contract
    UNION ALL
    MATCH (buyer)<-[:BOUGHT_BY]-(:Tender)<-[:UNDER]-(contract:Contract)
    WHERE NOT EXISTS { (contract)-[:BOUGHT_BY]->(:Agency) }
    RETURN contract
  }
  MATCH (contract)-[:BY]->(supplier:Company|Person)
  OPTIONAL MATCH (contract)-[:UNDER]->(lot:Tender)
  WITH contract.id AS id, coalesce(contract.awardedOn, contract.signedOn) AS day, contract.amountFen AS fen,
    coalesce('lot ' + lot.id, CASE contract.method WHEN 'FRAMEWORK' THEN 'item ' + contract.budgetItem END, contract.id) AS award,
    coalesce(supplier.sameAs, supplier.id) AS supplierId, CASE WHEN supplier:Company THEN 'Company' ELSE 'Person' END AS kind
  WHERE day <= date($asOf)
  WITH * ORDER BY day, id
  WITH supplierId, collect({id: id, day: day, fen: fen, award: award, supplier: supplierId, kind: kind}) AS own, collect(day) AS days
  // Few buyers have a supplier that won so often in so many days; the others need no further look.
  WITH own, any(n IN range($fewestWon, size(days)) WHERE last(days[..n]) - duration({days: $windowDays}) < last(days[..(n + 1 - $fewestWon)])) AS often
  RETURN collect(own) AS bySupplier, max(CASE WHEN often THEN 1 ELSE 0 END) AS often
}
WITH subjectId, bySupplier WHERE often = 1
CALL (bySupplier) {
  UNWIND bySupplier AS own
  UNWIND own AS one
  WITH collect(one) AS awards, collect(DISTINCT one.day) AS days
  UNWIND days AS lastOn
  WITH awards, lastOn, lastOn - duration({days: $windowDays}) AS since
  UNWIND [one IN awards WHERE one.day <= lastOn AND one.day > since] AS one
  WITH lastOn, count(DISTINCT one.award) AS total, min(one.day) AS firstOn, collect(one) AS window
  WHERE total >= $fewestAwards
  UNWIND window AS one
  WITH firstOn, lastOn, total, one.supplier AS supplier, one.kind AS kind, count(DISTINCT one.award) AS won, sum(one.fen) AS amount,
    collect(one.id) AS contracts
  WHERE won >= $fewestWon AND won * 1000000 >= total * $leastShare
  // Of several such windows the one that says most.
  WITH * ORDER BY won * 1000000 / total DESC, won DESC, lastOn
  WITH supplier, kind, head(collect({total: total, won: won, firstOn: firstOn, lastOn: lastOn, amount: amount, contracts: contracts})) AS most
  RETURN supplier, kind, most
}
RETURN subjectId, supplier AS key, most.won * 1000000 / most.total AS measure,
  {companies: [id IN [supplier] WHERE kind = 'Company'], persons: [id IN [supplier] WHERE kind = 'Person'], won: most.won, total: most.total,
    firstOn: toString(most.firstOn), lastOn: toString(most.lastOn), amount: most.amount} AS facts,
  [{kind: 'Agency', id: subjectId}, {kind: kind, id: supplier}] + [id IN most.contracts[..50] | {kind: 'Contract', id: id}] AS evidence
ORDER BY subjectId, key
