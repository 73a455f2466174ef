// id = "S8"
// title = "More land claimed than there is"
// title_zh = "申报面积超过确权面积"
// subject = "Plot"
// severity = "MEDIUM"
// localities = ["P11"]
// legalBasis = ["soil-fertility money follows the confirmed area of the land that one farms; what is claimed beyond it, or twice, is to be paid back"]
// why = "Area that is there on the claim alone is paid for nothing, and area that two claim is paid twice."
// exceptions = ["within 5 percent or a tenth of a mu", "what the claimant or their family leases", "two who each claim their part of a plot", "claims refused"]
// needs = ["data:LAND", "data:APPLICATIONS"]
// candidates = "EXISTS { (p)<-[:CLAIMS]-(:Application) }"
// measure = "AREA"
// explain = "{programme}, {season}: {claimed} mu are claimed of this plot of {confirmed} mu, in the name of {claimants}; that is {measure} mu too much ({faults})."
// explain_zh = "{programme}{season}：该地块确权{confirmed}亩，{claimants}个申请人共申报{claimed}亩，超出{measure}亩（{faults}）。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programme = "PROGRAMME"
// season = "PERIOD"
// faults = ["OVER_AREA", "CLAIMED_TWICE"]
// claimed = "AREA"
// confirmed = "AREA"
// claimants = "INTEGER"
// [params]
// allowedPercent = 105           # percent of the area held that one applicant may claim
// spare = 10                     # hundredths of a mu beyond the area held that one applicant may claim
// sharedSpare = 0                # hundredths of a mu beyond a plot's area that several may claim of it
// [touched]
// Plot = "UNWIND $changed AS id MATCH (p:Plot {id: id}) RETURN p.id AS subjectId"
// Application = "UNWIND $changed AS id MATCH (:Application {id: id})-[:CLAIMS]->(p:Plot) RETURN DISTINCT p.id AS subjectId"
// CLAIMS = "MATCH (:Application)-[c:CLAIMS]->(p:Plot) WHERE c.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HANDLED_BY = "MATCH (p:Plot)<-[:CLAIMS]-(:Application)-[h:HANDLED_BY]->(:Person) WHERE h.id IN $changed RETURN DISTINCT p.id AS subjectId"
// HELD_BY = "MATCH (p:Plot)-[r:HELD_BY]->() WHERE r.id IN $changed RETURN DISTINCT p.id AS subjectId"
// MEMBER_OF = "MATCH (x:Person)-[m:MEMBER_OF]->() WHERE m.id IN $changed MATCH (x)-[:MEMBER_OF*0..2]-()<-[:BY]-(:Application)-[:CLAIMS]->(p:Plot) RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (plot:Plot {id: subjectId})
CALL (plot) {
  MATCH (plot)-[right:HELD_BY]->(holder)
  WITH right.id AS id, holder.id AS holderId, coalesce(right.area, plot.confirmedArea) AS area, right.from AS first, right.to AS last ORDER BY id
  RETURN collect({id: id, holder: holderId, area: area, first: first, last: last}) AS rights
}
CALL (plot, rights) {
  MATCH (plot)<-[claim:CLAIMS]-(application:Application)-[:UNDER]->(programme:Programme)
  MATCH (application)-[:BY]->(applicant)
  WITH rights, plot.confirmedArea AS confirmed, programme.id AS programmeId, application.id AS id, claim.id AS claimId, claim.area AS area,
    applicant.id AS claimant, coalesce(application.appliedOn, application.approvedOn, application.from, date($asOf)) AS madeOn,
    application.periodFrom AS first, application.periodTo AS last
  WHERE madeOn <= date($asOf)
  WITH rights, confirmed, programmeId, id, claimId, area, claimant, coalesce(first, date.truncate('year', madeOn)) AS first,
    coalesce(last, date.truncate('year', madeOn) + duration({years: 1}) - duration({days: 1})) AS last
  ORDER BY claimId
  WITH programmeId + toString(first) + toString(last) AS season, rights, confirmed, min(programmeId) AS programmeId, min(first) AS first, min(last) AS last,
    sum(area) AS claimed, collect({id: claimId, application: id, claimant: claimant, area: area}) AS claims
  // Nearly every claim is for what the claimant holds, and ends here.
  WHERE claimed > confirmed OR any(claim IN claims WHERE none(right IN rights WHERE right.holder = claim.claimant AND right.area >= claim.area
    AND (right.first IS NULL OR right.first <= last) AND (right.last IS NULL OR first <= right.last)))
  RETURN programmeId, first, last, confirmed, claims
}
CALL (rights, first, last, confirmed, claims) {
  UNWIND claims AS claim
  MATCH (application:Application {id: claim.application})-[:BY]->(applicant)
  WHERE NOT EXISTS { MATCH (application)-[step:HANDLED_BY]->(:Person) WHERE step.decision = 'REFUSED' }
  WITH rights, first, last, confirmed, claim, head([label IN labels(applicant) WHERE label <> 'Official']) AS kind, [(applicant)-[ties:MEMBER_OF*0..2]-(near)
    WHERE all(tie IN ties WHERE (tie.from IS NULL OR tie.from <= last) AND (tie.to IS NULL OR first <= tie.to)) | near.id] AS family
  // What the claimant or their family hold in the season; of a plot of which no right is on file, all.
  WITH confirmed, claim, kind, CASE WHEN rights = [] THEN confirmed ELSE reduce(area = 0, right IN rights | CASE WHEN right.holder IN family
    AND (right.first IS NULL OR right.first <= last) AND (right.last IS NULL OR first <= right.last) THEN area + right.area ELSE area END) END AS held
  WITH claim.claimant AS claimant, kind, confirmed, held, sum(claim.area) AS area, collect({kind: 'CLAIMS', id: claim.id}) AS links ORDER BY claimant
  WITH confirmed, sum(area) AS claimed, collect({links: links, kind: kind, id: claimant}) AS claimants,
    coalesce(max(CASE WHEN area * 100 > held * $allowedPercent AND area > held + $spare THEN area - held END), 0) AS beyond
  WITH claimed, claimants, beyond, CASE WHEN size(claimants) > 1 AND claimed > confirmed + $sharedSpare THEN claimed - confirmed ELSE 0 END AS shared
  WHERE beyond + shared > 0
  RETURN claimed, claimants, beyond, shared
}
WITH *, substring(toString(first), 0, 7) AS one, substring(toString(last), 0, 7) AS other
WITH *, CASE WHEN one ENDS WITH '-01' AND other = substring(one, 0, 4) + '-12' THEN substring(one, 0, 4) WHEN one = other THEN one
  ELSE one + '/' + other END AS season
RETURN subjectId, programmeId + ';' + season AS key, CASE WHEN beyond > shared THEN beyond ELSE shared END AS measure,
  {programme: programmeId, season: season, claimed: claimed, confirmed: confirmed, claimants: size(claimants),
    faults: CASE WHEN beyond > 0 THEN ['OVER_AREA'] ELSE [] END + CASE WHEN shared > 0 THEN ['CLAIMED_TWICE'] ELSE [] END} AS facts,
  [{kind: 'Plot', id: subjectId}] + reduce(found = [], claimant IN claimants[..20] | found + claimant.links[..5] + [{kind: claimant.kind, id: claimant.id}])
    + [right IN rights[..20] | {kind: 'HELD_BY', id: right.id}] AS evidence
ORDER BY subjectId, key
