// id = "F3"
// title = "Kickback"
// title_zh = "工程款后向干部方转账"
// subject = "Official"
// severity = "HIGH"
// localities = ["P7"]
// legalBasis = ["a cadre and the cadre's family take no money from those whom public works pay"]
// why = "Money that flows from a contractor to the cadre's side soon after a project payment may be the cadre's share of it."
// exceptions = ["bonds, refunds, returns and wages", "transfers below the minimum", "transfers later than two months", "accounts of one owner"]
// needs = ["data:KINSHIPS", "data:POSTS", "data:COMPANIES", "data:ACCOUNTS", "data:TRANSFERS", "data:PAYMENTS"]
// due = ""
// measure = "MONEY"
// explain = "{measure} went on {sentOn} from the side of contractor {contractor} to that of {name} ({receiver}, {chain}), {days} days after project payment {payment}."
// explain_zh = "{sentOn}，承包方（{contractor}）一侧向{name}一侧（{receiver}，{chain}）转账{measure}元，距工程款{payment}支付{days}天。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// receiver = "PERSON"
// chain = "CHAIN"
// company = "COMPANY"
// contractor = "COMPANY"
// payer = "PERSON"
// payerChain = "CHAIN"
// payment = "PAYMENT"
// paidOn = "DATE"
// sentOn = "DATE"
// days = "INTEGER"
// severity = ["LOW", "HIGH"]
// missing = ["AUTHORISATION"]
// [params]
// leastFen = 100000              # least transfer that counts, in fen
// withinDays = 60                # most days from the project payment to the transfer
// leastShare = 50000             # share of a company, in millionths, from which whoever holds it counts
// [touched]
// TRANSFER = "MATCH (:Account)-[sent:TRANSFER]->(:Account)-[:OWNED_BY]->(w) WHERE sent.id IN $changed MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Account = "MATCH (a:Account) WHERE a.id IN $changed MATCH (a)-[:TRANSFER*0..1]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:PAID_TO]->(c) WHERE y.id IN $changed AND EXISTS { (y)-[:FOR]->() } MATCH (c)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN DISTINCT p.id AS subjectId"
// HOLDS = "MATCH (p:Official)-[held:HOLDS]->(:Post) WHERE held.id IN $changed RETURN DISTINCT p.id AS subjectId"
// PARENT_OF = "MATCH (k:Person)-[link:PARENT_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
// SPOUSE_OF = "MATCH (k:Person)-[link:SPOUSE_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
// SIBLING_OF = "MATCH (k:Person)-[link:SIBLING_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
// LEGAL_REPRESENTATIVE_OF = "MATCH (k:Person)-[link:LEGAL_REPRESENTATIVE_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
// DIRECTOR_OF = "MATCH (k:Person)-[link:DIRECTOR_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
// CONTROLLER_OF = "MATCH (k:Person)-[link:CONTROLLER_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
// SHAREHOLDER_OF = "MATCH (k:Person)-[link:SHAREHOLDER_OF]->() WHERE link.id IN $changed CALL (k) { MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p UNION MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-()<-[:OWNED_BY]-(:Account)-[:TRANSFER]->(:Account)-[:OWNED_BY]->(w) MATCH (w)<-[:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]-()-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(p:Official) RETURN p } RETURN DISTINCT p.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// The cadre and kin, and what came to an account of theirs or of a company that one of them is behind.
CALL (person) {
  RETURN person AS kin, '' AS chain, null AS since, null AS until, [{kind: 'Person', id: person.id}] AS path
  UNION ALL
  // kin AVOIDANCE of person
}
MATCH (kin)-[stakes:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]->(owner)<-[owns:OWNED_BY]-(account:Account)
MATCH (account)<-[sent:TRANSFER]-(source:Account)-[pays:OWNED_BY]->(payer:Person|Company)
WHERE sent.amountFen >= $leastFen AND coalesce(sent.kind, 'TRANSFER') = 'TRANSFER' AND payer.id <> owner.id
WITH *, date('1970-01-01') + duration({days: (sent.at + 28800000) / 86400000}) AS day
WHERE day <= date($asOf) AND (since IS NULL OR since <= day) AND (until IS NULL OR day <= until)
  AND EXISTS { MATCH (person)-[held:HOLDS]->(:Post) WHERE (held.from IS NULL OR held.from <= day) AND (held.to IS NULL OR day <= held.to) }
  AND all(own IN [owns, pays] WHERE own.role IN ['OWNER', 'JOINT'] AND (own.from IS NULL OR own.from <= day) AND (own.to IS NULL OR day <= own.to))
  AND all(stake IN stakes WHERE (type(stake) <> 'SHAREHOLDER_OF' OR stake.share >= $leastShare)
    AND (stake.from IS NULL OR stake.from <= day) AND (stake.to IS NULL OR day <= stake.to))
// The payer, and kin of the payer: whether the receiver is one of them, and what one of them, or a company that one of
// them is behind, was paid shortly before for a project or a contract.
CALL (payer, owner, day) {
  CALL (payer) {
    RETURN payer AS kin, '' AS chain, null AS since, null AS until, [{kind: CASE WHEN payer:Person THEN 'Person' ELSE 'Company' END, id: payer.id}] AS path
    UNION ALL
    // kin AVOIDANCE of payer
  }
  WITH owner.id AS ownerId, day, kin, chain, path WHERE (since IS NULL OR since <= day) AND (until IS NULL OR day <= until)
  OPTIONAL MATCH (kin)-[stakes:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|SHAREHOLDER_OF*0..1]->(contractor)<-[:PAID_TO]-(work:Payment)-[:FOR]->()
  WHERE coalesce(work.status, 'PAID') = 'PAID' AND work.paidOn <= day AND work.paidOn >= day - duration({days: $withinDays})
    AND all(stake IN stakes WHERE (type(stake) <> 'SHAREHOLDER_OF' OR stake.share >= $leastShare)
      AND (stake.from IS NULL OR stake.from <= day) AND (stake.to IS NULL OR day <= stake.to))
    AND reduce(fen = work.amountFen, back IN [(work)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= day | part.amountFen] | fen - back) > 0
  WITH ownerId, kin.id AS kinId, chain, work.id AS workId, work.paidOn AS paidOn, day, contractor,
    path + [stake IN stakes | {kind: type(stake), id: stake.id}] + [stake IN stakes | {kind: 'Company', id: contractor.id}] AS path
  ORDER BY size(chain), chain, paidOn DESC, workId, [step IN path | step.id]
  RETURN sum(CASE WHEN kinId = ownerId THEN 1 ELSE 0 END) > 0 AS isKin, head(collect(CASE WHEN workId IS NOT NULL THEN {chain: chain, path: path,
    contractor: CASE WHEN contractor:Company THEN contractor.id END, payment: workId, paidOn: paidOn, days: duration.inDays(paidOn, day).days} END)) AS from
}
WITH *, sent.authorisation IS NULL AND (owner:Person OR payer:Person) AS isSealed WHERE from IS NOT NULL
WITH subjectId, sent, isSealed, chain, [step IN path | step.id] + owner.id AS ids,
  {receiver: kin.id, chain: CASE WHEN chain <> '' THEN chain END, company: CASE WHEN owner:Company THEN owner.id END, contractor: from.contractor,
    payer: CASE WHEN payer:Person THEN payer.id END, payerChain: CASE WHEN from.chain <> '' THEN from.chain END, payment: from.payment,
    paidOn: toString(from.paidOn), sentOn: toString(day), days: from.days, severity: CASE WHEN isKin THEN 'LOW' ELSE 'HIGH' END} AS facts,
  path + [stake IN stakes | {kind: type(stake), id: stake.id}] + [stake IN stakes | {kind: 'Company', id: owner.id}]
    + [{kind: 'Account', id: account.id}, {kind: 'TRANSFER', id: sent.id}, {kind: 'Account', id: source.id}]
    + from.path + [{kind: 'Payment', id: from.payment}] AS evidence
ORDER BY size(chain), chain, ids, facts.payer
WITH subjectId, sent, isSealed, head(collect({facts: facts, evidence: evidence})) AS way
RETURN subjectId, sent.id AS key, CASE WHEN NOT isSealed THEN sent.amountFen END AS measure,
  CASE WHEN isSealed THEN {missing: 'AUTHORISATION'} ELSE way.facts END AS facts, way.evidence AS evidence
ORDER BY subjectId, key
