// id = "C14"
// title = "Double-funded project"
// title_zh = "同一工程重复立项"
// subject = "Project"
// severity = "MEDIUM"
// localities = ["P10"]
// legalBasis = ["Budget Law (2018), art. 57", "Government Investment Regulations (2019), art. 6"]
// why = "Two programmes that pay for one kind of work at one place in one year may pay for the same work."
// exceptions = ["other kinds of work or other years", "more than 500 m apart and on other plots", "lots of one programme, or of its successor"]
// needs = ["Project.kind", "Project.year", "Project.longitude", "Project.latitude", "data:PROJECTS"]
// candidates = "EXISTS { (p)-[:UNDER]->(:Programme) } AND p.kind IS NOT NULL AND p.year IS NOT NULL"
// measure = "INTEGER"
// explain = "{name} and {other} are of one kind and year, {measure} m apart (one plot: {onePlot}), and are paid by two programmes, {programmes}; their budgets are {budget} and {otherBudget}."
// explain_zh = "{name}与{other}类型、年度相同，相距{measure}米（同一地块：{onePlot}），分别由{programmes}两个项目资金安排，预算{budget}元和{otherBudget}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// other = "PROJECT"
// onePlot = "TRUTH"
// programmes = "PROGRAMME"
// year = "INTEGER"
// budget = "MONEY"
// otherBudget = "MONEY"
// [params]
// metres = 500                   # metres between two projects up to which they are at one place
// [touched]
// Project = "UNWIND $changed AS id MATCH (q:Project {id: id}) MATCH (p:Project) WHERE p.id = q.id OR p.year = q.year AND p.kind = q.kind AND p.id < q.id RETURN p.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(p:Project) WHERE g.id IN $changed RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (project:Project {id: subjectId})-[:UNDER]->(programme:Programme)
WITH subjectId, project, project.kind AS kind, project.year AS year, project.latitude AS latitude, project.longitude AS longitude,
  head([(project)-[:ON]->(plot:Plot) | plot.id]) AS plotId, programme
MATCH (other:Project)
WHERE other.year = year AND other.kind = kind AND other.id > subjectId
WITH *, coalesce(head([(other)-[:ON]->(plot:Plot) | plot.id]) = plotId, false) AS onePlot,
  // Metres of a degree on a sphere; a degree of longitude shrinks towards the poles.
  111195 * sqrt((other.latitude - latitude) ^ 2 + ((other.longitude - longitude) * cos(radians(latitude))) ^ 2) AS apart
WHERE onePlot OR apart <= $metres
MATCH (other)-[:UNDER]->(others:Programme)
WHERE others.id <> programme.id AND NOT others.id IN coalesce(programme.successors, []) AND NOT programme.id IN coalesce(others.successors, [])
RETURN subjectId, other.id AS key, duration({seconds: round(coalesce(apart, 0))}).seconds AS measure,
  {other: other.id, onePlot: onePlot, programmes: [programme.id, others.id], year: year, budget: project.budgetFen, otherBudget: other.budgetFen} AS facts,
  [{kind: 'Project', id: subjectId}, {kind: 'Project', id: other.id}, {kind: 'Programme', id: programme.id}, {kind: 'Programme', id: others.id}]
    + [id IN [plotId] WHERE onePlot | {kind: 'Plot', id: id}] AS evidence
ORDER BY subjectId, key
