// Alerts by id, those in scope.
UNWIND $ids AS id
MATCH (alert:Alert {id: id})
WITH alert
WHERE any(prefix IN $scope WHERE alert.regionCode STARTS WITH prefix)
