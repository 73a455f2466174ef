// Links that tie some nodes to others on a day, several of one kind between two nodes as one, the earliest
// first, and how many links the other node has. A transfer, lot, bid or contract is a tie from its day on; one
// address or telephone number ties all who are there, unless more than $degree are: then it stands for itself.
// scope: none, because nodes become cards only within scope.
CALL {
  UNWIND $near.people AS id MATCH (near:Person {id: id}) RETURN near, 'PERSON' AS nearKind
  UNION ALL UNWIND $near.households AS id MATCH (near:Household {id: id}) RETURN near, 'HOUSEHOLD' AS nearKind
  UNION ALL UNWIND $near.companies AS id MATCH (near:Company {id: id}) RETURN near, 'COMPANY' AS nearKind
  UNION ALL UNWIND $near.accounts AS id MATCH (near:Account {id: id}) RETURN near, 'ACCOUNT' AS nearKind
  UNION ALL UNWIND $near.agencies AS id MATCH (near:Agency {id: id}) RETURN near, 'AGENCY' AS nearKind
  UNION ALL UNWIND $near.posts AS id MATCH (near:Post {id: id}) RETURN near, 'POST' AS nearKind
  UNION ALL UNWIND $near.projects AS id MATCH (near:Project {id: id}) RETURN near, 'PROJECT' AS nearKind
  UNION ALL UNWIND $near.tenders AS id MATCH (near:Tender {id: id}) RETURN near, 'TENDER' AS nearKind
  UNION ALL UNWIND $near.bids AS id MATCH (near:Bid {id: id}) RETURN near, 'BID' AS nearKind
  UNION ALL UNWIND $near.contracts AS id MATCH (near:Contract {id: id}) RETURN near, 'CONTRACT' AS nearKind
}
CALL (near) {
  MATCH (near)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON|MEMBER_OF|SPLIT_FROM|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF|OWNED_BY|TRANSFER|HOLDS|EMPLOYED_BY|AT|FOR|UNDER|BY|BOUGHT_BY|PERFORMED_BY|PARTY|SUBMITTED_BY|FROM]-(far)
  RETURN link, startNode(link) AS start, far, null AS contact
  UNION ALL
  MATCH (near)-[link:AT|REACHED_BY]->(contact:Address|Phone)
  WHERE COUNT { (contact)<-[:AT|REACHED_BY]-() } <= $degree
  MATCH (contact)<-[:AT|REACHED_BY]-(far)
  RETURN link, near AS start, far, contact
  UNION ALL
  MATCH (near)-[link:AT|REACHED_BY]->(contact:Address|Phone)
  WHERE COUNT { (contact)<-[:AT|REACHED_BY]-() } > $degree
  RETURN link, near AS start, contact AS far, contact
}
WITH near, nearKind, link, far, start, contact, CASE WHEN far:Person THEN 'PERSON' WHEN far:Household THEN 'HOUSEHOLD' WHEN far:Company THEN 'COMPANY'
  WHEN far:Account THEN 'ACCOUNT' WHEN far:Agency THEN 'AGENCY' WHEN far:Post THEN 'POST' WHEN far:Project THEN 'PROJECT' WHEN far:Tender THEN 'TENDER'
  WHEN far:Bid THEN 'BID' WHEN far:Contract THEN 'CONTRACT' WHEN contact:Address THEN 'ADDRESS' WHEN contact:Phone THEN 'PHONE' END AS farKind
WHERE farKind IS NOT NULL
WITH near, nearKind, link, far, farKind, start, contact, CASE WHEN contact:Address THEN 'ADDRESS' WHEN contact:Phone THEN 'PHONE'
  WHEN 'ACCOUNT' IN [nearKind, farKind] THEN 'ACCOUNT' WHEN 'POST' IN [nearKind, farKind] OR type(link) = 'EMPLOYED_BY' THEN 'POST'
  WHEN any(kind IN ['PROJECT', 'TENDER', 'BID', 'CONTRACT'] WHERE kind IN [nearKind, farKind]) THEN 'PROJECT' WHEN 'HOUSEHOLD' IN [nearKind, farKind] THEN 'HOUSEHOLD'
  WHEN 'COMPANY' IN [nearKind, farKind] THEN 'COMPANY' ELSE 'KIN' END AS through,
  CASE WHEN contact IS NOT NULL THEN null WHEN link.at IS NOT NULL THEN date('1970-01-01') + duration({days: (link.at + 28800000) / 86400000})
    ELSE coalesce(link.from, start.noticeOn, start.submittedOn, start.signedOn, start.awardedOn) END AS since
WHERE through IN $through AND (since IS NULL OR since <= date($on)) AND (link.to IS NULL OR date($on) <= link.to)
WITH nearKind, near.id AS nearId, farKind, far, through, CASE WHEN contact IS NULL THEN type(link) ELSE 'SHARED_' + through END AS kind,
  start = near AS forwards, contact.id AS contact, toString(since) AS since, toString(link.to) AS until,
  coalesce(link.batch, start.batch) AS batch, coalesce(link.row, start.row) AS row
ORDER BY since, batch, row
WITH nearKind, nearId, farKind, far, through, kind, forwards, contact, count(*) AS records,
  head(collect({since: since, until: until, batch: batch, row: row})) AS first
RETURN nearKind, nearId, farKind, far.id AS farId, COUNT { (far)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON|MEMBER_OF|SPLIT_FROM|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF|OWNED_BY|TRANSFER|HOLDS|EMPLOYED_BY|AT|REACHED_BY|UNDER|BY|BOUGHT_BY|PERFORMED_BY|PARTY|SUBMITTED_BY]-() } AS farDegree,
  through, kind, forwards, contact, records, first.since AS since, first.until AS until, first.batch AS batch, first.row AS row
ORDER BY nearKind, nearId, farKind, farId, kind, forwards, contact
LIMIT $limit
