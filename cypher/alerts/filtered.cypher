// Those in scope, in some states, of a severity, rule, programme or region.
WITH alert
WHERE any(prefix IN $scope WHERE alert.regionCode STARTS WITH prefix)
  AND ($states IS NULL OR alert.state IN $states)
  AND ($severities IS NULL OR alert.severity IN $severities)
  AND ($rules IS NULL OR alert.rule IN $rules)
  AND ($programme IS NULL OR alert.programme = $programme)
  AND ($region IS NULL OR alert.regionCode STARTS WITH $region)
WITH alert
