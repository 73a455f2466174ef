// What became of the alerts of a rule that were raised within some days, by the rule's version and the reason.
MATCH (alert:Alert {rule: $rule})
WHERE any(prefix IN $scope WHERE alert.regionCode STARTS WITH prefix) AND alert.regionCode STARTS WITH $region
  AND alert.raisedAt >= $from AND alert.raisedAt < $until
WITH alert.version AS version, alert.state AS state, alert.reason AS reason
RETURN version, state, reason, count(*) AS alerts
ORDER BY version, state, reason
