// The payments of the year that whoever received an allocation, or a part of it, made under its programme.
MATCH (root:Allocation {id: $allocation})-[:FROM|TO]->(agency:Agency)
WHERE any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix)
WITH DISTINCT root
CALL {
  WITH root
  MATCH (root)<-[:PART_OF*0..5]-(allocation:Allocation)-[:TO]->(holder:Agency)
  MATCH (allocation)-[:UNDER]->(programme:Programme)
  MATCH (holder)<-[:PAID_BY]-(payment:Payment)-[:UNDER]->(under:Programme)
  WHERE under.id = programme.id AND payment.paidOn >= allocation.issuedOn
    AND payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
    AND coalesce(payment.periodFrom, payment.paidOn).year = allocation.year
  RETURN collect(DISTINCT payment.id) AS payments
}
WITH [] AS hubs, [] AS transfers, payments
