// The companies in which relatives hold an interest on the day, by what they were awarded, and the page
// after $afterFen and $afterId: each with the least way to every record of a relative.
CALL {
  WITH ways
  UNWIND ways AS way
  WITH way
  WHERE ($chains IS NULL OR way.chain IN $chains) AND (way.from IS NULL OR way.from <= date($on)) AND (way.to IS NULL OR date($on) <= way.to)
  ORDER BY size(way.chain), way.chain, way.ids, way.linkIds
  WITH way.ids[-1] AS id, head(collect(way)) AS way
  MATCH (relative:Person {id: id})-[tie:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF]->(company:Company)
  WHERE (tie.from IS NULL OR tie.from <= date($on)) AND (tie.to IS NULL OR date($on) <= tie.to)
  WITH company, way, '' IN $scope OR any(prefix IN $scope WHERE relative.regionCode STARTS WITH prefix) OR EXISTS {
      MATCH (relative)-[held:HOLDS]->(post:Post)
      WHERE (held.from IS NULL OR held.from <= date($today))
        AND (held.to IS NULL OR date($today) <= held.to)
        AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
    } AS known
  WITH company, collect(DISTINCT way) AS ways, collect(known) AS known
  CALL (company) {
    MATCH (company)<-[:BY]-(contract:Contract)
    RETURN count(contract) AS awards, sum(contract.amountFen) AS awardedFen
  }
  WITH company.id AS id, ways, known, awards, awardedFen,
    '' IN $scope OR any(prefix IN $scope WHERE company.regionCode STARTS WITH prefix) AS seen
  ORDER BY awardedFen DESC, id
  RETURN sum(CASE WHEN seen THEN 1 ELSE 0 END) AS totalCount,
    sum(CASE WHEN seen AND all(one IN known WHERE one) THEN 0 ELSE 1 END) AS hiddenRows,
    collect(CASE WHEN seen AND (awardedFen < $afterFen OR awardedFen = $afterFen AND id > $afterId)
      THEN {id: id, ways: ways, awards: awards, awardedFen: awardedFen} END)[0..$limit] AS page
}
CALL {
  WITH page
  UNWIND page AS row
  UNWIND row.ways AS way
  RETURN collect(DISTINCT way) AS shown
}
