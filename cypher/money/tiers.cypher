// An allocation in scope and what was handed on from it, tier by tier.
MATCH (root:Allocation {id: $allocation})<-[parts:PART_OF*0..5]-(allocation:Allocation)
MATCH (allocation)-[:FROM]->(giver:Agency)
MATCH (allocation)-[:TO]->(holder:Agency)
MATCH (allocation)-[:UNDER]->(programme:Programme)
WITH size(parts) + 1 AS tier, allocation, giver, holder, programme,
  any(prefix IN $scope WHERE giver.regionCode STARTS WITH prefix) AS giverSeen,
  any(prefix IN $scope WHERE holder.regionCode STARTS WITH prefix) AS holderSeen
RETURN tier, allocation.id AS id, allocation.amountFen AS amountFen, allocation.year AS year, allocation.documentNo AS documentNo,
       toString(allocation.issuedOn) AS issuedOn, toString(allocation.receivedOn) AS receivedOn,
       programme.id AS programmeId, giver.id AS giverId, holder.id AS holderId,
       CASE WHEN giverSeen THEN {id: giver.id, name: giver.name, regionCode: giver.regionCode} END AS giver,
       CASE WHEN holderSeen THEN {id: holder.id, name: holder.name, regionCode: holder.regionCode} END AS holder,
       allocation.batch AS batch, allocation.row AS row
ORDER BY tier, issuedOn, id
LIMIT $limit
