// id = "K6"
// title = "Hidden interest"
// title_zh = "亲属经商任职未申报"
// subject = "Official"
// severity = "MEDIUM"
// localities = ["P1"]
// legalBasis = ["a leading cadre declares each year what kin do in business and which posts they hold"]
// why = "A declaration that lacks what the registers know was made carelessly, or hides it."
// exceptions = ["no declaration on file for the year", "less than 5 % held, or supervision only", "a company dissolved, an interest or a post ended before"]
// needs = ["data:KINSHIPS", "data:COMPANIES", "data:POSTS", "data:FILINGS"]
// due = ""
// candidates = "EXISTS { (o)<-[:BY]-(:Filing) }"
// measure = "INTEGER"
// explain = "{relative} ({chain} of {name}) is {tie} on file (company {company}, post {post}); {measure} declarations lack it, of {years}."
// explain_zh = "登记显示{name}的亲属{relative}（{chain}）为{tie}（企业{company}，职务{post}）；{years}年度申报共{measure}份未列。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// relative = "PERSON"
// chain = "CHAIN"
// tie = ["LEGAL_REPRESENTATIVE", "DIRECTOR", "CONTROLLER", "SHAREHOLDER", "POST"]
// share = "SHARE"
// company = "COMPANY"
// post = "POST"
// years = "INTEGER"
// [params]
// leastShare = 50000             # share of a company, in millionths, from which whoever holds it counts
// [touched]
// Filing = "MATCH (f:Filing)-[:BY]->(p:Official) WHERE f.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Company = "MATCH (c:Company)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) WHERE c.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HOLDS = "MATCH (k:Person)-[held:HOLDS]->(:Post) WHERE held.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// LEGAL_REPRESENTATIVE_OF = "MATCH (k:Person)-[stake:LEGAL_REPRESENTATIVE_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// DIRECTOR_OF = "MATCH (k:Person)-[stake:DIRECTOR_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// CONTROLLER_OF = "MATCH (k:Person)-[stake:CONTROLLER_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SHAREHOLDER_OF = "MATCH (k:Person)-[stake:SHAREHOLDER_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// A declaration tells of the last day of its year, or of the day it was filed where that was sooner.
CALL (person) {
  MATCH (person)<-[:BY]-(filing:Filing {kind: 'DECLARATION'})
  WHERE filing.filedOn <= date($asOf) AND filing.year IS NOT NULL
  WITH filing, date(toString(filing.year) + '-12-31') AS day
  RETURN collect({id: filing.id, year: filing.year, day: CASE WHEN filing.filedOn < day THEN filing.filedOn ELSE day END}) AS declarations
}
WITH subjectId, person, declarations WHERE size(declarations) > 0
CALL (person) {
  MATCH (person)<-[:BY]-(filing:Filing)-[:ABOUT]->(about:Company|Person)
  WHERE filing.kind IN ['BUSINESS', 'POST'] AND filing.filedOn <= date($asOf)
  RETURN collect(toString(filing.year) + ' ' + filing.kind + ' ' + about.id) AS declared
}
CALL (person) {
  // kin AVOIDANCE of person
}
MATCH (kin)-[tie:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF|HOLDS]->(place:Company|Post)
WHERE type(tie) <> 'SHAREHOLDER_OF' OR tie.share >= $leastShare
UNWIND declarations AS declaration
WITH *, declaration.day AS day, CASE WHEN type(tie) = 'HOLDS' THEN 'POST ' + kin.id ELSE 'BUSINESS ' + place.id END AS told
WHERE (since IS NULL OR since <= day) AND (until IS NULL OR day <= until)
  AND (tie.from IS NULL OR tie.from <= day) AND (tie.to IS NULL OR day <= tie.to) AND (place.dissolvedOn IS NULL OR day < place.dissolvedOn)
  AND NOT toString(declaration.year) + ' ' + told IN declared
WITH subjectId, place.id AS placeId, declaration.year AS year, declaration.id AS filingId, chain,
  [step IN path | step.id] + type(tie) + tie.id AS ids,
  {relative: kin.id, chain: chain, path: path, tie: type(tie), share: tie.share, tieId: tie.id} AS way
ORDER BY year, filingId, size(chain), chain, ids
WITH subjectId, placeId, head(collect(way)) AS way, collect(DISTINCT year) AS years, collect(DISTINCT filingId) AS filings
WITH *, way.tie = 'HOLDS' AS isPost
RETURN subjectId, placeId AS key, size(filings) AS measure, {relative: way.relative, chain: way.chain, share: way.share, years: years,
    tie: CASE WHEN isPost THEN 'POST' ELSE replace(way.tie, '_OF', '') END,
    company: CASE WHEN NOT isPost THEN placeId END, post: CASE WHEN isPost THEN placeId END} AS facts,
  way.path + [{kind: way.tie, id: way.tieId}, {kind: CASE WHEN isPost THEN 'Post' ELSE 'Company' END, id: placeId}]
    + [id IN filings | {kind: 'Filing', id: id}] AS evidence
ORDER BY subjectId, key
