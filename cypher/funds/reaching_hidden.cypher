// How many rows scope cuts in whole or in part, where the page holds all rows.
CALL {
  WITH page
  UNWIND page AS row
  UNWIND row.reaches AS reach
  MATCH (payment:Payment {id: row.id})
  MATCH (relative:Person {id: reach.way.ids[-1]})
  WHERE NOT '' IN $scope AND (none(prefix IN $scope WHERE relative.regionCode STARTS WITH prefix) AND NOT EXISTS {
      MATCH (relative)-[held:HOLDS]->(post:Post)
      WHERE (held.from IS NULL OR held.from <= date($today))
        AND (held.to IS NULL OR date($today) <= held.to)
        AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
    }
    OR EXISTS { MATCH (payment)-[:PAID_TO]->(payee:Household|Company)
                WHERE reach.rank IN [1, 2] AND none(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix) }
    OR EXISTS { MATCH (payment)-[:PAID_BY]->(payer:Agency) WHERE none(prefix IN $scope WHERE payer.regionCode STARTS WITH prefix) })
  RETURN count(DISTINCT row.id) AS cut
}
RETURN unseen + cut AS hiddenRows
