// Their links on a day, and those who are at one address or have one telephone number with them; what has too many
// links, and what too many have, stands for itself with how many. A transfer, lot, bid or contract is a tie from its
// day on; the records are told where $told. Rows hold values, for a node in a row is copied whole by the embedded engine.
CALL (near, nearDegree) {
  WITH near, nearDegree WHERE nearDegree > $most
  RETURN null AS kind, null AS forwards, null AS contact, labels(near)[0] AS farLabel, near.id AS farId, nearDegree AS degree, null AS since, null AS until, null AS batch, null AS row
  UNION ALL
  WITH near, nearDegree WHERE nearDegree <= $most
  MATCH (near)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON|MEMBER_OF|SPLIT_FROM|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF|OWNED_BY|TRANSFER|HOLDS|EMPLOYED_BY|AT|FOR|UNDER|BY|BOUGHT_BY|PERFORMED_BY|PARTY|SUBMITTED_BY|FROM]-(far)
  RETURN type(link) AS kind, CASE WHEN $told THEN startNode(link) = near END AS forwards, null AS contact, labels(far)[0] AS farLabel, far.id AS farId, null AS degree, CASE
      WHEN type(link) IN ['FOR', 'UNDER', 'BY', 'BOUGHT_BY', 'PERFORMED_BY', 'PARTY', 'SUBMITTED_BY', 'FROM']
        THEN coalesce(link.from, startNode(link).noticeOn, startNode(link).submittedOn, startNode(link).signedOn, startNode(link).awardedOn)
      WHEN link.at IS NOT NULL THEN date('1970-01-01') + duration({days: (link.at + 28800000) / 86400000}) ELSE link.from END AS since,
    link.to AS until, CASE WHEN $told THEN coalesce(link.batch, startNode(link).batch) END AS batch,
    CASE WHEN $told THEN coalesce(link.row, startNode(link).row) END AS row
  UNION ALL
  WITH near, nearDegree WHERE nearDegree <= $most
  MATCH (near)-[link:AT|REACHED_BY]->(contact:Address|Phone)
  CALL (contact) {
    MATCH (contact)<-[:AT|REACHED_BY]-(there)
    WITH labels(there)[0] AS label, there.id AS id LIMIT 501
    RETURN collect([label, id]) AS there
  }
  WITH labels(contact)[0] AS label, contact.id AS contact, there,
    CASE WHEN $told THEN coalesce(link.batch, near.batch) END AS batch, CASE WHEN $told THEN coalesce(link.row, near.row) END AS row
  UNWIND CASE WHEN size(there) > $degree THEN [[label, contact]] ELSE there END AS far
  RETURN 'SHARED_' + toUpper(label) AS kind, true AS forwards, contact, far[0] AS farLabel, far[1] AS farId,
    CASE WHEN size(there) > $degree THEN size(there) END AS degree, null AS since, null AS until, batch, row
}
WITH nearKind, nearId, kind, forwards, contact, CASE farLabel WHEN 'Official' THEN 'PERSON' ELSE toUpper(farLabel) END AS farKind, farId, degree, since, until, batch, row
WITH *, CASE
    WHEN kind IN ['SHARED_ADDRESS', 'SHARED_PHONE'] THEN substring(kind, 7)
    WHEN kind IN ['PARENT_OF', 'SPOUSE_OF', 'SIBLING_OF', 'SAME_PERSON'] THEN 'KIN'
    WHEN kind IN ['MEMBER_OF', 'SPLIT_FROM'] THEN 'HOUSEHOLD'
    WHEN kind IN ['SHAREHOLDER_OF', 'LEGAL_REPRESENTATIVE_OF', 'DIRECTOR_OF', 'SUPERVISOR_OF', 'CONTROLLER_OF'] THEN 'COMPANY'
    WHEN kind IN ['TRANSFER', 'FROM'] OR 'ACCOUNT' IN [nearKind, farKind] THEN 'ACCOUNT'
    WHEN kind IN ['HOLDS', 'EMPLOYED_BY', 'AT'] THEN 'POST' ELSE 'PROJECT' END AS through
WHERE (degree IS NOT NULL OR farKind IN ['PERSON', 'HOUSEHOLD', 'COMPANY', 'ACCOUNT', 'AGENCY', 'POST', 'PROJECT', 'TENDER', 'BID', 'CONTRACT'])
  AND (kind IS NULL OR through IN $through AND (since IS NULL OR since <= date($on)) AND (until IS NULL OR date($on) <= until))
