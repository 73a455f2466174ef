// The payments for a project in scope, or for a contract of it.
MATCH (project:Project {id: $project})
WHERE any(prefix IN $scope WHERE project.regionCode STARTS WITH prefix)
CALL {
  WITH project
  MATCH (project)<-[:FOR*1..2]-(payment:Payment)
  WHERE payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
  RETURN collect(DISTINCT payment.id) AS payments
}
WITH [] AS hubs, [] AS transfers, payments
