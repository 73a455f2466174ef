// The bidders of a project's lots with whatever two of them may share on the day bids were opened, a row a
// thing, with the record it stands in.
// scope: none, because the project was already in scope, and ids become cards only within scope.
MATCH (:Project {id: $project})<-[:FOR]-(tender:Tender)<-[:UNDER]-(bid:Bid)-[:BY]->(bidder:Company|Person)
WITH tender, bid, bidder, coalesce(tender.bidsOpenedOn, tender.bidsDueOn, tender.noticeOn, date($today)) AS day
CALL (bid, bidder, day) {
  RETURN 'BIDDER' AS kind, bidder AS thing, bid.batch AS batch, bid.row AS row
  UNION ALL
  MATCH (bidder)<-[tie:LEGAL_REPRESENTATIVE_OF|CONTROLLER_OF]-(thing:Company|Person)
  WHERE (tie.from IS NULL OR tie.from <= day) AND (tie.to IS NULL OR day <= tie.to)
  RETURN replace(type(tie), '_OF', '') AS kind, thing, tie.batch AS batch, tie.row AS row
  UNION ALL
  MATCH (bidder)<-[tie:SHAREHOLDER_OF]-(thing:Company|Person)
  WHERE (tie.from IS NULL OR tie.from <= day) AND (tie.to IS NULL OR day <= tie.to)
  WITH thing, tie, CASE WHEN thing:Person THEN coalesce(thing.sameAs, thing.id) END AS who, CASE WHEN thing:Company THEN thing.id END AS company
  ORDER BY tie.batch, tie.row
  WITH who, company, sum(tie.share) AS share, collect(thing) AS things, collect(tie.batch) AS batches, collect(tie.row) AS rows
  WHERE share >= 500000
  RETURN 'HOLDER' AS kind, things[0] AS thing, batches[0] AS batch, rows[0] AS row
  UNION ALL
  MATCH (bid)-[:SUBMITTED_BY]->(thing:Person)
  RETURN 'AGENT' AS kind, thing, bid.batch AS batch, bid.row AS row
  UNION ALL
  MATCH (bid)-[:FROM]->(thing:Account)
  RETURN 'BOND_ACCOUNT' AS kind, thing, bid.batch AS batch, bid.row AS row
  UNION ALL
  MATCH (bid)-[:AT|REACHED_BY]->(thing:Address|Phone)
  RETURN CASE WHEN thing:Address THEN 'ADDRESS' ELSE 'PHONE' END AS kind, thing, bid.batch AS batch, bid.row AS row
  UNION ALL
  MATCH (bidder)-[:AT|REACHED_BY]->(thing:Address|Phone)
  RETURN CASE WHEN thing:Address THEN 'ADDRESS' ELSE 'PHONE' END AS kind, thing, bidder.batch AS batch, bidder.row AS row
}
RETURN tender.id AS tenderId, toString(day) AS on, CASE WHEN bidder:Company THEN bidder.id END AS bidderCompany,
       CASE WHEN bidder:Person THEN bidder.id END AS bidderPerson, kind, coalesce(thing.sameAs, thing.id) AS key,
       CASE WHEN thing:Company THEN thing.id END AS company, CASE WHEN thing:Person THEN thing.id END AS person,
       CASE WHEN thing:Account THEN thing.id END AS account, batch, row
ORDER BY tenderId, bidderCompany, bidderPerson, kind, key, company, person, batch, row
