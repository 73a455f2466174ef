// The lots of a project in scope; a buyer out of scope has no card.
MATCH (:Project {id: $project})<-[:FOR]-(tender:Tender)
OPTIONAL MATCH (tender)-[:BOUGHT_BY]->(buyer:Agency)
WHERE any(prefix IN $scope WHERE buyer.regionCode STARTS WITH prefix)
RETURN tender.id AS id, tender.method AS method, tender.budgetItem AS budgetItem, tender.category AS category,
       tender.estimateFen AS estimateFen, toString(tender.noticeOn) AS noticeOn, toString(tender.bidsDueOn) AS bidsDueOn,
       toString(tender.bidsOpenedOn) AS bidsOpenedOn, toString(tender.awardNoticeOn) AS awardNoticeOn, tender.result AS result,
       CASE WHEN buyer IS NOT NULL THEN {id: buyer.id, name: buyer.name, regionCode: buyer.regionCode} END AS buyer,
       tender.batch AS batch, tender.row AS row
ORDER BY id
