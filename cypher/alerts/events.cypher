// What people did about alerts, the first first; of alerts in scope.
UNWIND $ids AS id
MATCH (alert:Alert {id: id})
WITH alert
WHERE any(prefix IN $scope WHERE alert.regionCode STARTS WITH prefix)
MATCH (event:AlertEvent {alert: alert.id})
RETURN event.alert AS alert, event.id AS id, event.at AS at, event.actor AS actor, event.role AS role, event.act AS act,
  event.was AS was, event.became AS became, event.reason AS reason, event.note AS note
ORDER BY alert, at, id
