// id = "C3"
// title = "Method changed"
// title_zh = "擅自变更招标方式"
// subject = "Project"
// severity = "HIGH"
// localities = ["P10"]
// legalBasis = ["Regulations on the Implementation of the Tendering and Bidding Law (2019), art. 7", "Tendering and Bidding Law (2017), art. 9"]
// why = "The method of finding a supplier is approved with the project; another one was used and nobody approved the change."
// exceptions = ["an approval of the change on record"]
// needs = ["Project.approvedMethod", "data:PROJECTS", "data:TENDERS"]
// measure = "MONEY"
// explain = "{name}: {approved} was approved and {executed} was used, with no approval of the change on record by {asOf}."
// explain_zh = "{name}：核准方式为{approved}，实际采用{executed}；截至{asOf}无变更批准记录。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// approved = ["OPEN", "INVITED", "NEGOTIATION", "CONSULTATION", "INQUIRY", "SINGLE_SOURCE", "DIRECT", "LOTTERY", "FRAMEWORK"]
// executed = ["OPEN", "INVITED", "NEGOTIATION", "CONSULTATION", "INQUIRY", "SINGLE_SOURCE", "DIRECT", "LOTTERY", "FRAMEWORK"]
// approvedOn = "DATE"
// budget = "MONEY"
// [touched]
// Project = "UNWIND $changed AS id MATCH (p:Project {id: id}) RETURN p.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id})-[:FOR]->(p:Project) RETURN p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (project:Project {id: subjectId})
WHERE coalesce(project.approvedOn, date($asOf)) <= date($asOf)
  AND (project.methodChangeApprovedOn IS NULL OR date($asOf) < project.methodChangeApprovedOn)
// What was done is what the project says, else what its lots say.
CALL (project) {
  MATCH (project)<-[:FOR]-(lot:Tender)
  WHERE lot.method <> project.approvedMethod AND coalesce(lot.noticeOn, date($asOf)) <= date($asOf)
  WITH lot.id AS id, lot.method AS method
  ORDER BY id
  RETURN collect(id) AS lots, head(collect(method)) AS tendered
}
WITH subjectId, project, lots, coalesce(project.executedMethod, tendered) AS executed
WHERE executed <> project.approvedMethod
RETURN subjectId, '-' AS key, coalesce(project.budgetFen, 0) AS measure,
  {approved: project.approvedMethod, executed: executed, approvedOn: toString(project.approvedOn), budget: project.budgetFen} AS facts,
  [{kind: 'Project', id: subjectId}] + [id IN lots[..50] | {kind: 'Tender', id: id}] AS evidence
ORDER BY subjectId, key
