// id = "C5"
// title = "Procedure irregular"
// title_zh = "招标程序不规范"
// subject = "Project"
// severity = "MEDIUM"
// localities = ["P10"]
// legalBasis = ["Tendering and Bidding Law (2017), art. 24 and 46", "Government Investment Regulations (2019), art. 9 and 20"]
// why = "Steps left out or taken in the wrong order, hurried bids and late contracts are how a result settled beforehand looks on paper."
// exceptions = ["no tender where the method asks for none", "no day of beginning for purchases", "contracts called off a framework, which come when needed"]
// needs = ["Stage.doneOn", "Tender.noticeOn", "Tender.bidsDueOn", "data:PROJECTS", "data:TENDERS", "data:CONTRACTS"]
// measure = "INTEGER"
// explain = "{name}: {faults}. Stages missing: {absent}; stages out of order: {disordered}; fewest days for bids: {biddingDays}; most days from award notice to contract: {waitedDays}."
// explain_zh = "{name}：{faults}。缺少阶段：{absent}；次序颠倒：{disordered}；投标时间最短{biddingDays}天；中标公告至签约最长{waitedDays}天。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// faults = ["STAGE_MISSING", "STAGES_OUT_OF_ORDER", "DATES_OUT_OF_ORDER", "BIDDING_SHORT", "CONTRACT_LATE"]
// absent = ["APPROVED", "TENDERED", "CONTRACTED", "STARTED", "ACCEPTED", "SETTLED"]
// disordered = ["APPROVED", "TENDERED", "CONTRACTED", "STARTED", "ACCEPTED", "SETTLED"]
// biddingDays = "INTEGER"
// waitedDays = "INTEGER"
// [params]
// openDays = 20                  # days that an open tender leaves for bids
// invitedDays = 20               # days that a tender among invited bidders leaves for bids
// contractDays = 30              # days from the award notice within which the contract is signed
// untendered = ["DIRECT", "SINGLE_SOURCE"] # methods that go without the stage TENDERED
// purchases = ["货物", "服务"]  # categories of contracts that go without the stage STARTED
// [touched]
// Project = "UNWIND $changed AS id MATCH (p:Project {id: id}) RETURN p.id AS subjectId"
// Stage = "UNWIND $changed AS id MATCH (s:Stage {id: id})-[:STAGE_OF]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Tender = "UNWIND $changed AS id MATCH (:Tender {id: id})<-[:UNDER*0..1]-()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
// Contract = "UNWIND $changed AS id MATCH (:Contract {id: id})-[:UNDER*0..1]->()-[:FOR]->(p:Project) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (project:Project {id: subjectId})
// Its lots: hurried, contracted late, or with dates that cross. What is called off a framework is signed when it is needed.
CALL (project) {
  MATCH (project)<-[:FOR]-(lot:Tender)
  OPTIONAL MATCH (lot)<-[:UNDER]-(contract:Contract) WHERE contract.signedOn <= date($asOf)
  WITH lot.id AS lotId, contract.id AS contractId, lot.method AS method, coalesce(project.approvedOn, lot.noticeOn) AS approved, lot.noticeOn AS noticed,
    lot.bidsDueOn AS due, coalesce(lot.bidsOpenedOn, lot.bidsDueOn) AS opened, coalesce(lot.awardNoticeOn, contract.awardedOn) AS awarded,
    contract.signedOn AS signed, coalesce(contract.method, '-') = 'FRAMEWORK' AS calledOff
  WHERE coalesce(noticed, signed) <= date($asOf)
  WITH lotId, contractId, method, duration.inDays(noticed, due).days AS open, CASE WHEN NOT calledOff THEN duration.inDays(awarded, signed).days END AS waited,
    coalesce(noticed < approved, false) OR coalesce(due < noticed, false) OR coalesce(opened < due, false)
      OR coalesce(awarded < opened, false) OR coalesce(signed < coalesce(awarded, opened), false) AS crossed
  WITH lotId, contractId, open, waited, crossed, coalesce(waited > $contractDays, false) AS late,
    coalesce(CASE method WHEN 'OPEN' THEN open < $openDays WHEN 'INVITED' THEN open < $invitedDays END, false) AS hurried
  WHERE crossed OR late OR hurried
  WITH * ORDER BY lotId, contractId
  RETURN min(CASE WHEN hurried THEN open END) AS biddingDays, max(CASE WHEN late THEN waited END) AS waitedDays,
    max(CASE WHEN crossed THEN 1 ELSE 0 END) AS crossed, collect(DISTINCT lotId) AS lots, collect(contractId) AS contracts
}
CALL (project) {
  MATCH (project)<-[:STAGE_OF]-(stage:Stage) WHERE stage.doneOn <= date($asOf)
  OPTIONAL MATCH (stage)-[:FOR]->(contract:Contract)
  WITH {id: stage.id, name: stage.stage, day: stage.doneOn, part: contract.id, place: CASE stage.stage WHEN 'APPROVED' THEN 1 WHEN 'TENDERED' THEN 2
    WHEN 'CONTRACTED' THEN 3 WHEN 'STARTED' THEN 4 WHEN 'ACCEPTED' THEN 5 ELSE 6 END} AS stage
  ORDER BY stage.place, stage.day, stage.id
  RETURN collect(stage) AS stages, count(DISTINCT stage.part) AS parts, count(DISTINCT stage.place) AS places, max(stage.place) AS last
}
// Most projects have every stage up to the last, each no sooner than the one before; only the others are looked at stage by stage.
WITH *, parts < 2 AND places = last AND reduce(latest = date('0001-01-01'), s IN stages |
  CASE WHEN s.day < latest THEN date('9999-12-31') ELSE s.day END) < date('9999-12-31') AS regular
// A stage of one contract is compared with its own others and those of the whole project; a method nobody knows needs no tender.
WITH *, CASE WHEN regular THEN [] ELSE [{name: 'APPROVED', place: 1}, {name: CASE WHEN project.exemption IS NULL
    AND NOT coalesce(project.executedMethod, project.approvedMethod, 'DIRECT') IN $untendered THEN 'TENDERED' END, place: 2}, {name: 'CONTRACTED', place: 3},
  {name: CASE WHEN NOT EXISTS { MATCH (project)<-[:FOR]-(bought:Contract) WHERE bought.category IN $purchases } THEN 'STARTED' END, place: 4},
  {name: 'ACCEPTED', place: 5}] END AS needs, CASE WHEN regular THEN [] ELSE stages END AS doubtful
WITH subjectId, biddingDays, waitedDays, crossed, lots, contracts, stages,
  [s IN doubtful WHERE any(t IN stages WHERE t.place > s.place AND t.day < s.day AND coalesce(t.part = s.part, true)) | s.name] AS disordered,
  [need IN needs WHERE any(s IN stages WHERE s.place > need.place
    AND none(t IN stages WHERE t.name = need.name AND coalesce(t.part = s.part, true))) | need.name] AS absent
WITH *, [fault IN [CASE WHEN absent <> [] THEN 'STAGE_MISSING' END, CASE WHEN disordered <> [] THEN 'STAGES_OUT_OF_ORDER' END,
  CASE crossed WHEN 1 THEN 'DATES_OUT_OF_ORDER' END, CASE WHEN biddingDays IS NOT NULL THEN 'BIDDING_SHORT' END,
  CASE WHEN waitedDays IS NOT NULL THEN 'CONTRACT_LATE' END] WHERE fault IS NOT NULL] AS faults
WHERE faults <> []
RETURN subjectId, '-' AS key, size(faults) AS measure,
  {faults: faults, absent: CASE WHEN absent <> [] THEN absent END, disordered: CASE WHEN disordered <> [] THEN disordered END,
    biddingDays: biddingDays, waitedDays: waitedDays} AS facts,
  [{kind: 'Project', id: subjectId}] + [s IN stages[..50] WHERE absent <> [] OR disordered <> [] | {kind: 'Stage', id: s.id}]
    + [id IN lots[..50] | {kind: 'Tender', id: id}] + [id IN contracts[..50] | {kind: 'Contract', id: id}] AS evidence
ORDER BY subjectId, key
