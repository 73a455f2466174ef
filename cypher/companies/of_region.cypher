// The companies of a region and its parts.
MATCH (:Region {id: $region})<-[:PART_OF*0..4]-(part:Region)
MATCH (company:Company {regionCode: part.id})
WHERE any(prefix IN $scope WHERE company.regionCode STARTS WITH prefix) AND ($kind IS NULL OR company.kind = $kind)
WITH company
