// What ties them to others on a day, several links of one kind between two nodes as one, the earliest first, and how
// many links the other node has. A transfer, lot, bid or contract is a tie from its day on.
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
CALL (far) {
  MATCH (far)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON|MEMBER_OF|SPLIT_FROM|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF|OWNED_BY|TRANSFER|HOLDS|EMPLOYED_BY|AT|REACHED_BY|UNDER|BY|BOUGHT_BY|PERFORMED_BY|PARTY|SUBMITTED_BY]-()
  WITH link LIMIT 501
  RETURN count(link) AS farDegree
}
RETURN nearKind, nearId, farKind, far.id AS farId, farDegree,
  through, kind, forwards, contact, records, first.since AS since, first.until AS until, first.batch AS batch, first.row AS row
ORDER BY nearKind, nearId, farKind, farId, kind, forwards, contact
LIMIT $limit
