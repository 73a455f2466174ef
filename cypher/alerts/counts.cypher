// Numbers of alerts by rule, severity, state and programme, as kept with the alerts: of townships, and of what lies in none.
MATCH (number:AlertCount)
WHERE any(prefix IN $scope WHERE number.regionCode STARTS WITH prefix) AND number.regionCode STARTS WITH $region AND number.alerts > 0
RETURN number.rule AS rule, number.severity AS severity, number.state AS state, number.programme AS programme,
  number.regionCode AS regionCode, number.alerts AS alerts
ORDER BY rule, severity, state, programme, regionCode
