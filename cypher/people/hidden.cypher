// Ids of those along the ways who are out of scope themselves.
CALL (ways) {
  WITH ways WHERE NOT '' IN $scope
  UNWIND ways AS way
  UNWIND way.people AS person
  WITH DISTINCT person
  WHERE NOT any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix)
    AND NOT EXISTS {
      MATCH (person)-[held:HOLDS]->(post:Post)
      WHERE (held.from IS NULL OR held.from <= date($today))
        AND (held.to IS NULL OR date($today) <= held.to)
        AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
    }
  RETURN collect(person.id) AS hidden
}
