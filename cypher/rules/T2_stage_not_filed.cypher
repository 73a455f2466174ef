// id = "T2"
// title = "Stage not filed"
// title_zh = "项目节点逾期未填报"
// subject = "Project"
// severity = "LOW"
// localities = ["P12"]
// legalBasis = ["Government Investment Regulations (2019): start, progress and completion of works are reported online"]
// why = "A stage that is due and on no record is late work, or work that nobody is to look at."
// exceptions = ["a stage recorded late, once it is on record", "a stage without a due date", "the due date itself"]
// needs = ["Stage.dueOn", "data:PROJECTS"]
// due = "Stage.dueOn + 1 day"
// candidates = "EXISTS { (p)<-[:STAGE_OF]-(:Stage) }"
// measure = "INTEGER"
// explain = "{name}: the stage {stage} was due on {dueOn} and is not on record, {measure} days later."
// explain_zh = "{name}：节点{stage}应于{dueOn}完成，逾期{measure}天仍未填报。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// stage = ["APPROVED", "TENDERED", "CONTRACTED", "STARTED", "ACCEPTED", "SETTLED"]
// dueOn = "DATE"
// contracts = "CONTRACT"
// [touched]
// Project = "UNWIND $changed AS id MATCH (p:Project {id: id}) RETURN p.id AS subjectId"
// Stage = "UNWIND $changed AS id MATCH (:Stage {id: id})-[:STAGE_OF]->(p:Project) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (project:Project {id: subjectId})
CALL (project) {
  MATCH (project)<-[:STAGE_OF]-(stage:Stage)
  WHERE stage.dueOn < date($asOf)
  // On record is what was done by the day judged and, where a day of filing is known, filed by then.
  WITH stage, coalesce(stage.doneOn, stage.acceptedOn) AS doneOn, stage.filedOn AS filedOn
  WHERE doneOn IS NULL OR doneOn > date($asOf) OR filedOn > date($asOf)
  OPTIONAL MATCH (stage)-[:FOR]->(contract:Contract)
  WITH stage.stage AS name, stage.id AS id, stage.dueOn AS dueOn, contract.id AS contractId ORDER BY dueOn, id
  RETURN name, min(dueOn) AS dueOn, collect(id) AS stages, collect(DISTINCT contractId) AS contracts
}
RETURN subjectId, name AS key, duration.inDays(dueOn, date($asOf)).days AS measure,
  {stage: name, dueOn: toString(dueOn), contracts: contracts} AS facts,
  [{kind: 'Project', id: subjectId}] + [id IN stages[..50] | {kind: 'Stage', id: id}] AS evidence
ORDER BY subjectId, key
