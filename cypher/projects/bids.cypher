// The bids for the lots of a project, by lot, the lowest price first.
// scope: none, because the project was already in scope, and bidders become cards only within scope.
MATCH (:Project {id: $project})<-[:FOR]-(tender:Tender)<-[:UNDER]-(bid:Bid)-[:BY]->(bidder:Company|Person)
RETURN tender.id AS tenderId, CASE WHEN bidder:Company THEN bidder.id END AS company,
       CASE WHEN bidder:Person THEN bidder.id END AS person, bid.priceFen AS priceFen, bid.status AS status,
       toString(bid.submittedOn) AS submittedOn, bid.rejectReason AS rejectReason, bid.batch AS batch, bid.row AS row
ORDER BY tenderId, priceFen, company, person, bid.id
