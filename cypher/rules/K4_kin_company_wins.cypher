// id = "K4"
// title = "Company of kin wins"
// title_zh = "亲属企业中标"
// subject = "Official"
// severity = "HIGH"
// localities = ["P1"]
// legalBasis = ["relatives of a cadre do no business within the cadre's reach", "Civil Servant Law of the PRC (2018), art. 76"]
// why = "An award to the family by those the cadre directs was hardly an open contest."
// exceptions = ["no longer, or not yet, kin on the day of the award", "less than 5 % held, or supervision only", "awards beyond the cadre's reach"]
// needs = ["data:KINSHIPS", "data:POSTS", "data:POWERS", "data:COMPANIES", "data:CONTRACTS"]
// due = ""
// candidates = "EXISTS { (o)-[:HOLDS]->(:Post)<-[:OF]-(:Power) }"
// measure = "MONEY"
// explain = "Contract {contract} of {amount} was awarded on {awardedOn} within the reach of {post}, which {name} held; {relative} ({chain}) stands behind the supplier as {tie}."
// explain_zh = "合同{contract}（{amount}元）于{awardedOn}授出，在{name}所任{post}的管辖或授标范围内；其亲属{relative}（{chain}）与供应商的关系为{tie}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// contract = "CONTRACT"
// relative = "PERSON"
// chain = "CHAIN"
// tie = ["LEGAL_REPRESENTATIVE", "DIRECTOR", "CONTROLLER", "SHAREHOLDER", "SUPPLIER"]
// share = "SHARE"
// company = "COMPANY"
// post = "POST"
// reach = ["AUTHORITY", "REGION"]
// amount = "MONEY"
// awardedOn = "DATE"
// [params]
// leastShare = 50000             # share of a company, in millionths, from which whoever holds it counts
// [touched]
// Contract = "MATCH (c:Contract)-[:BY]->(s) WHERE c.id IN $changed MATCH (s)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Project = "MATCH (j:Project)<-[:FOR|UNDER*1..2]-(:Contract)-[:BY]->(s) WHERE j.id IN $changed MATCH (s)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Tender = "MATCH (t:Tender)<-[:UNDER]-(:Contract)-[:BY]->(s) WHERE t.id IN $changed MATCH (s)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Post = "MATCH (p:Official)-[:HOLDS]->(t:Post) WHERE t.id IN $changed RETURN DISTINCT p.id AS subjectId"
// Power = "MATCH (p:Official)-[:HOLDS]->(:Post)<-[:OF]-(w:Power) WHERE w.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HOLDS = "MATCH (p:Official)-[held:HOLDS]->(:Post) WHERE held.id IN $changed RETURN DISTINCT p.id AS subjectId"
// LEGAL_REPRESENTATIVE_OF = "MATCH (k:Person)-[stake:LEGAL_REPRESENTATIVE_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// DIRECTOR_OF = "MATCH (k:Person)-[stake:DIRECTOR_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// CONTROLLER_OF = "MATCH (k:Person)-[stake:CONTROLLER_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SHAREHOLDER_OF = "MATCH (k:Person)-[stake:SHAREHOLDER_OF]->(:Company) WHERE stake.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*1..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->(:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// [peers]
// statement = """
// MATCH (agency:Agency)<-[:AT]-(post:Post)
// WITH agency.id AS agencyId, post.id AS postId ORDER BY agencyId, postId
// RETURN agencyId, collect(postId) AS postIds
// ORDER BY agencyId
// """
// group = "agencyId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// Where the person directs or awards.
CALL (person) {
  MATCH (person)-[held:HOLDS]->(post:Post)<-[:OF]-(power:Power)
  WHERE power.power IN ['DIRECTS', 'AWARDS']
  OPTIONAL MATCH (power)-[:FOR]->(programme:Programme)
  WITH held, post, power, programme ORDER BY post.id, held.id, power.id
  RETURN collect({postId: post.id, heldId: held.id, powerId: power.id, programmeId: programme.id, place: coalesce(power.regionCode, post.regionCode),
    first: held.from, last: held.to, since: power.from, until: power.to}) AS powers
}
WITH subjectId, person, powers WHERE size(powers) > 0
CALL (person) {
  // kin AVOIDANCE of person
}
// What kin, or a company that they are behind, was awarded; who bought it and for which project, as it or its tender says.
MATCH (kin)-[stakes:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]->(supplier)<-[:BY]-(contract:Contract)
WITH *, coalesce(contract.awardedOn, contract.signedOn) AS day
WHERE day <= date($asOf) AND (since IS NULL OR since <= day) AND (until IS NULL OR day <= until)
  AND all(stake IN stakes WHERE (stake.from IS NULL OR stake.from <= day) AND (stake.to IS NULL OR day <= stake.to)
    AND (type(stake) <> 'SHAREHOLDER_OF' OR stake.share >= $leastShare))
CALL (contract) {
  MATCH (contract)-[:UNDER*0..1]->(sale:Contract|Tender)
  OPTIONAL MATCH (sale)-[:BOUGHT_BY]->(buyer:Agency)
  OPTIONAL MATCH (sale)-[:FOR]->(project:Project)
  OPTIONAL MATCH (project)-[:UNDER]->(programme:Programme)
  RETURN min(buyer.id) AS buyerId, coalesce(min(project.regionCode), min(buyer.regionCode)) AS region, min(programme.id) AS programmeId
}
// Within reach is what the post's own agency buys, and what is bought for the power's region, there for its programme
// only, where it names one. [peers] say whose the posts are, for a statement with evidence may not walk along AT.
UNWIND powers AS power
WITH *, any(peer IN $peers WHERE peer.agencyId = buyerId AND power.postId IN peer.postIds) AS isBuyer
WHERE (power.first IS NULL OR power.first <= day) AND (power.last IS NULL OR day <= power.last)
  AND (power.since IS NULL OR power.since <= day) AND (power.until IS NULL OR day <= power.until)
  AND (isBuyer OR region STARTS WITH power.place AND (power.programmeId IS NULL OR power.programmeId = programmeId))
WITH subjectId, contract, day, power, isBuyer, kin.id AS kinId, chain, [step IN path | step.id] AS ids, supplier.id AS supplierId,
  head([stake IN stakes | {type: type(stake), id: stake.id, share: stake.share}]) AS tie, path
ORDER BY size(chain), chain, ids, tie.type, tie.id, CASE WHEN isBuyer THEN 0 ELSE 1 END, power.postId, power.powerId
WITH subjectId, contract, day, head(collect({power: power, isBuyer: isBuyer, kinId: kinId, chain: chain, tie: tie, supplierId: supplierId,
  path: path})) AS way
RETURN subjectId, contract.id AS key, contract.amountFen AS measure,
  {contract: contract.id, relative: way.kinId, chain: way.chain, tie: coalesce(replace(way.tie.type, '_OF', ''), 'SUPPLIER'),
    share: way.tie.share, company: CASE WHEN way.tie IS NOT NULL THEN way.supplierId END, post: way.power.postId,
    reach: CASE WHEN way.isBuyer THEN 'AUTHORITY' ELSE 'REGION' END, amount: contract.amountFen, awardedOn: toString(day)} AS facts,
  way.path + CASE WHEN way.tie IS NULL THEN [] ELSE [{kind: way.tie.type, id: way.tie.id}, {kind: 'Company', id: way.supplierId}] END
    + [{kind: 'Contract', id: contract.id}, {kind: 'HOLDS', id: way.power.heldId}, {kind: 'Post', id: way.power.postId},
      {kind: 'Power', id: way.power.powerId}] AS evidence
ORDER BY subjectId, key
