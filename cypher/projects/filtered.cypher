// Those in scope, of a year.
WITH project
WHERE any(prefix IN $scope WHERE project.regionCode STARTS WITH prefix) AND ($year IS NULL OR project.year = $year)
WITH project
