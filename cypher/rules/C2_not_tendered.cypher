// id = "C2"
// title = "Not tendered"
// title_zh = "应招标未招标"
// subject = "Project"
// severity = "HIGH"
// localities = ["P10", "P13"]
// legalBasis = ["Tendering and Bidding Law (2017), art. 3", "Rules on Projects That Must Be Tendered (NDRC order 16 of 2018), art. 5"]
// why = "A contract of this size has to be put out to tender; given directly, nobody else could offer less."
// exceptions = ["an exemption on file, as for flood works", "contracts below the threshold", "a lot of the project that no contract names yet"]
// needs = ["Contract.amountFen", "Contract.category", "data:PROJECTS", "data:TENDERS", "data:CONTRACTS"]
// candidates = "p.exemption IS NULL AND EXISTS { (p)<-[:FOR]-(:Contract) }"
// measure = "MONEY"
// explain = "{name}: contract {contract} of {amount} was awarded on {awardedOn} by {method} and without a tender, the threshold being {threshold}."
// explain_zh = "{name}：合同{contract}金额{amount}元，达到{threshold}元的招标限额，{awardedOn}以{method}方式授予，未经招标。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// contract = "CONTRACT"
// amount = "MONEY"
// threshold = "MONEY"
// method = ["OPEN", "INVITED", "NEGOTIATION", "CONSULTATION", "INQUIRY", "SINGLE_SOURCE", "DIRECT", "LOTTERY", "FRAMEWORK"]
// awardedOn = "DATE"
// count = "INTEGER"
// [params]
// worksFen = 400000000           # fen from which works (工程) are put out to tender
// goodsFen = 200000000           # fen from which goods (货物) are
// servicesFen = 100000000        # fen from which services (服务) are
// [touched]
// Project = "UNWIND $changed AS id MATCH (p:Project {id: id}) RETURN p.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (:Contract {id: id})-[:UNDER*0..1]->()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (:Tender {id: id})<-[:UNDER*0..1]-()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (project:Project {id: subjectId})
WHERE project.exemption IS NULL
CALL (project) {
  MATCH (project)<-[:FOR]-(contract:Contract)
  OPTIONAL MATCH (contract)-[:UNDER]->(lot:Tender)
  WITH project, contract, lot, coalesce(contract.awardedOn, contract.signedOn) AS day, coalesce(contract.method, lot.method, project.executedMethod) AS method,
    CASE coalesce(contract.category, lot.category)
      WHEN '工程' THEN $worksFen WHEN '货物' THEN $goodsFen WHEN '服务' THEN $servicesFen END AS threshold
  WHERE contract.amountFen >= threshold AND coalesce(day, date($asOf)) <= date($asOf)
  // A lot of the project without any contract may be this one's.
  CALL (project) {
    MATCH (project)<-[:FOR]-(open:Tender)
    WHERE NOT EXISTS { (open)<-[:UNDER]-(:Contract) }
    RETURN count(*) AS open
  }
  WITH contract.id AS id, contract.amountFen AS amount, threshold, method, day, lot, open
  WHERE method = 'DIRECT' OR lot IS NULL AND open = 0
  WITH id, amount, threshold, method, day
  ORDER BY amount DESC, id
  RETURN collect({id: id, amount: amount, threshold: threshold, method: method, day: toString(day)}) AS contracts
}
WITH subjectId, contracts, head(contracts) AS largest
WHERE largest IS NOT NULL
RETURN subjectId, '-' AS key, largest.amount AS measure,
  {contract: largest.id, amount: largest.amount, threshold: largest.threshold, method: largest.method, awardedOn: largest.day,
    count: size(contracts)} AS facts,
  [{kind: 'Project', id: subjectId}] + [one IN contracts[..50] | {kind: 'Contract', id: one.id}] AS evidence
ORDER BY subjectId, key
