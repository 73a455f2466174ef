// id = "C1"
// title = "Split purchase"
// title_zh = "化整为零规避公开招标"
// subject = "Agency"
// severity = "HIGH"
// localities = ["P10"]
// legalBasis = ["Regulations on the Implementation of the Government Procurement Law (2015), art. 28", "Tendering and Bidding Law (2017), art. 4"]
// why = "Contracts of one budget item that stay below the threshold one by one and pass it together may have been split to avoid an open tender."
// exceptions = ["contracts from an open tender, also what is called off a framework tendered openly", "a contract that reaches the threshold alone"]
// needs = ["Contract.amountFen", "Contract.budgetItem", "Contract.category", "data:TENDERS", "data:CONTRACTS"]
// candidates = "EXISTS { (a)<-[:BOUGHT_BY]-(:Contract) }"
// measure = "MONEY"
// explain = "{name} awarded {count} contracts of one budget item ({key}) without an open tender: {amount} together, none of them reaching {threshold}."
// explain_zh = "{name}以公开招标以外的方式授予同一预算项目（{key}）合同{count}份，合计{amount}元，单份均未达到{threshold}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// year = "PERIOD"
// count = "INTEGER"
// amount = "MONEY"
// threshold = "MONEY"
// largest = "MONEY"
// firstOn = "DATE"
// lastOn = "DATE"
// [params]
// worksFen = 400000000           # fen from which works (工程) are put out to open tender
// goodsFen = 200000000           # fen from which goods (货物) are
// servicesFen = 100000000        # fen from which services (服务) are
// [touched]
// Agency = "UNWIND $changed AS id MATCH (a:Agency {id: id}) RETURN a.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (c:Contract {id: id})-[:BOUGHT_BY]->(a:Agency) RETURN a.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id})<-[:UNDER]-(:Contract)-[:BOUGHT_BY]->(a:Agency) RETURN DISTINCT a.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (buyer:Agency {id: subjectId})
CALL (buyer) {
  MATCH (buyer)<-[:BOUGHT_BY]-(contract:Contract)
  OPTIONAL MATCH (contract)-[:UNDER]->(lot:Tender)
  WITH contract.id AS id, contract.amountFen AS amount, coalesce(contract.awardedOn, contract.signedOn) AS day, lot.method AS tendered,
    coalesce(contract.method, lot.method) AS method, contract.budgetItem AS item, coalesce(contract.category, lot.category) AS category
  // What is called off a framework is as open as the tender of the framework.
  WHERE method <> 'OPEN' AND coalesce(tendered, '-') <> 'OPEN' AND day <= date($asOf)
  WITH id, amount, day, item, category,
    CASE category WHEN '工程' THEN $worksFen WHEN '货物' THEN $goodsFen WHEN '服务' THEN $servicesFen END AS threshold
  WHERE amount < threshold
  WITH item + ';' + category + ';' + toString(day.year) AS key, threshold, toString(day.year) AS year, id, amount, day
  ORDER BY day, id
  WITH key, threshold, year, sum(amount) AS total, max(amount) AS largest, min(day) AS firstOn, max(day) AS lastOn, collect(id) AS contracts
  WHERE key IS NOT NULL AND total >= threshold
  RETURN key, threshold, year, total, largest, firstOn, lastOn, contracts
}
RETURN subjectId, key, total AS measure,
  {year: year, count: size(contracts), amount: total, threshold: threshold, largest: largest,
    firstOn: toString(firstOn), lastOn: toString(lastOn)} AS facts,
  [{kind: 'Agency', id: subjectId}] + [id IN contracts[..50] | {kind: 'Contract', id: id}] AS evidence
ORDER BY subjectId, key
