// id = "F1"
// title = "Shell company wins"
// title_zh = "空壳公司中标"
// subject = "Company"
// severity = "MEDIUM"
// localities = ["P10"]
// legalBasis = ["Government Procurement Law (2014), art. 22", "Tendering and Bidding Law (2017), art. 26"]
// why = "A company made for one award, without staff, trade or an address of its own, may be a front for somebody who may not bid."
// exceptions = ["cooperatives need no insured staff", "what is not on file is no sign", "companies that had left the address"]
// needs = ["Company.establishedOn", "Company.businessScope", "Company.insuredStaff", "data:COMPANIES", "data:CONTRACTS"]
// candidates = "EXISTS { (c)<-[:BY]-(:Contract) }"
// measure = "INTEGER"
// explain = "{name} won {contract} ({amount}) on {awardedOn} with {measure} signs of a shell: {signs}. Days old: {ageDays}; insured staff: {staff}; companies at its address: {sharedBy}."
// explain_zh = "{name}于{awardedOn}取得合同{contract}（{amount}元），有{measure}项空壳特征：{signs}。成立{ageDays}天，参保{staff}人，同址企业{sharedBy}家。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// contract = "CONTRACT"
// signs = ["YOUNG", "NO_STAFF", "SHARED_ADDRESS", "OFF_TRADE"]
// awardedOn = "DATE"
// amount = "MONEY"
// ageDays = "INTEGER"
// staff = "INTEGER"
// sharedBy = "INTEGER"
// [params]
// leastSigns = 2                 # signs that make a shell
// youngDays = 180                # days from founding to award up to which a company is young
// crowd = 5                      # companies at one address, this one among them, that make it a shared one
// worksWords = ["工程", "施工", "修缮"] # words of a business scope that take in works (工程)
// [touched]
// Company = "UNWIND $changed AS id MATCH (:Company {id: id})-[:AT*0..2]-(c:Company) RETURN DISTINCT c.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (:Contract {id: id})-[:BY]->(c:Company) RETURN c.id AS subjectId"
// ContractItem = "UNWIND $changed AS id MATCH (:ContractItem {id: id})-[:OF]->(:Contract)-[:BY]->(c:Company) RETURN DISTINCT c.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (company:Company {id: subjectId})
CALL (company) {
  MATCH (company:Company)-[:AT]->(:Address)<-[:AT]-(other:Company)
  WITH other.id AS id, other.establishedOn AS since, other.dissolvedOn AS until ORDER BY id
  RETURN collect({of: id, since: since, until: until}) AS neighbours
}
CALL (company) {
  MATCH (company:Company)<-[:BY]-(contract:Contract)
  OPTIONAL MATCH (contract:Contract)<-[:OF]-(part:ContractItem)
  WITH contract.id AS contractId, contract.amountFen AS fen, coalesce(contract.awardedOn, contract.signedOn) AS day, contract.category AS category,
    contract.budgetItem AS item, part.item AS piece ORDER BY piece
  WITH contractId, fen, day, category, item, collect(piece) AS pieces
  RETURN contractId, fen, day, category, reduce(text = coalesce(item, ''), piece IN pieces | text + ' ' + piece) AS bought
}
WITH *, duration.inDays(company.establishedOn, day).days AS ageDays WHERE day <= date($asOf)
// A scope takes the trade in where it shares two characters in a row with what is bought, or says that works are done.
WITH *, [n IN neighbours WHERE (n.since IS NULL OR n.since <= day) AND (n.until IS NULL OR day <= n.until) | n.of] AS near,
  CASE category WHEN '工程' THEN $worksWords ELSE [] END
    + [place IN range(0, size(bought) - 2) WHERE substring(bought, place, 1) > '~' | substring(bought, place, 2)] AS trade
WITH *, [sign IN [
  CASE WHEN ageDays <= $youngDays THEN 'YOUNG' END,
  CASE WHEN company.insuredStaff = 0 AND coalesce(company.kind, '-') <> 'COOPERATIVE' THEN 'NO_STAFF' END,
  CASE WHEN size(near) + 1 >= $crowd THEN 'SHARED_ADDRESS' END,
  CASE WHEN size(trade) > 0 AND none(word IN trade WHERE company.businessScope CONTAINS word) THEN 'OFF_TRADE' END] WHERE sign IS NOT NULL] AS signs
WHERE size(signs) >= $leastSigns
RETURN subjectId, contractId AS key, size(signs) AS measure,
  {contract: contractId, signs: signs, awardedOn: toString(day), amount: fen, ageDays: ageDays, staff: company.insuredStaff,
    sharedBy: CASE WHEN size(near) > 0 THEN size(near) + 1 END} AS facts,
  [step IN [{kind: 'Company', of: subjectId}, {kind: 'Contract', of: contractId}]
    + [one IN near[..50] WHERE 'SHARED_ADDRESS' IN signs | {kind: 'Company', of: one}] | company {kind: step.kind, id: step.of}] AS evidence
ORDER BY subjectId, key
