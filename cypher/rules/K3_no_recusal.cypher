// id = "K3"
// title = "No recusal"
// title_zh = "经办亲属事项未回避"
// subject = "Person"
// severity = "HIGH"
// localities = ["P1"]
// legalBasis = ["Civil Servant Law of the PRC (2018), art. 76: whoever is kin of an applicant stands aside"]
// why = "Who decides for kin decides for the family; a recusal on file shows that another did."
// exceptions = ["a recusal filed by the day of the step", "no longer, or not yet, kin on the day"]
// needs = ["data:KINSHIPS", "data:HOUSEHOLDS", "data:APPLICATIONS", "data:FILINGS"]
// due = ""
// candidates = "EXISTS { (p)<-[:HANDLED_BY]-(:Application) }"
// measure = "INTEGER"
// explain = "{name} took the step {step} on {steppedOn} on application {application} of {relative} ({chain}), and no recusal was on file: {measure} steps in all."
// explain_zh = "{name}于{steppedOn}在亲属{relative}（{chain}）的申请{application}中办理环节{step}，未见回避备案；共经手{measure}个环节。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// application = "APPLICATION"
// relative = "PERSON"
// chain = "CHAIN"
// step = ["ACCEPTANCE", "SURVEY", "REVIEW", "APPROVAL", "PAYMENT"]
// steppedOn = "DATE"
// severity = ["LOW", "HIGH"]
// [touched]
// Application = "MATCH (a:Application)-[:HANDLED_BY]->(p:Person) WHERE a.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HANDLED_BY = "MATCH (:Application)-[step:HANDLED_BY]->(p:Person) WHERE step.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Filing = "MATCH (f:Filing)-[:BY]->(p:Person) WHERE f.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN p.id AS subjectId"
// MEMBER_OF = "MATCH (:Person)-[member:MEMBER_OF]->(:Household)<-[:BY]-(:Application)-[:HANDLED_BY]->(p:Person) WHERE member.id IN $changed RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Person) RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Person) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
CALL (person) {
  // kin AVOIDANCE of person
}
// What a relative, or a household of theirs, applied for, and what the person did about it. Who took which step on a
// tender or a contract is on no file.
MATCH (kin)-[joined:MEMBER_OF*0..1]->(applicant)<-[:BY]-(application:Application)-[step:HANDLED_BY]->(person)
WITH *, coalesce(step.on, application.approvedOn, application.appliedOn) AS day
WHERE day <= date($asOf) AND (since IS NULL OR since <= day) AND (until IS NULL OR day <= until)
  AND all(member IN joined WHERE (member.from IS NULL OR member.from <= day) AND (member.to IS NULL OR day <= member.to))
  AND NOT EXISTS { MATCH (person)<-[:BY]-(filing:Filing {kind: 'RECUSAL'})-[:ABOUT]->(application) WHERE filing.filedOn <= day }
WITH subjectId, application.id AS applicationId, step.id AS stepId, step.step AS word, toString(day) AS day, kin.id AS kinId, chain,
  path + [member IN joined | {kind: 'MEMBER_OF', id: member.id}] + [member IN joined | {kind: 'Household', id: applicant.id}] AS path
ORDER BY CASE WHEN word = 'APPROVAL' THEN 0 ELSE 1 END, day, stepId, size(chain), chain, [one IN path | one.id]
WITH subjectId, applicationId, count(DISTINCT stepId) AS steps,
  head(collect({id: stepId, word: word, day: day, kinId: kinId, chain: chain, path: path})) AS gravest
RETURN subjectId, applicationId AS key, steps AS measure,
  {application: applicationId, relative: gravest.kinId, chain: gravest.chain, step: gravest.word, steppedOn: gravest.day,
    severity: CASE WHEN gravest.word = 'APPROVAL' THEN 'HIGH' ELSE 'LOW' END} AS facts,
  gravest.path + [{kind: 'Application', id: applicationId}, {kind: 'HANDLED_BY', id: gravest.id}] AS evidence
ORDER BY subjectId, key
