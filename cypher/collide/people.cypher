// Who in scope the lines of a list name: by ID number, or by a name, present or former, and the day of birth.
CALL {
  UNWIND [line IN $lines WHERE line.number IS NOT NULL] AS line
  MATCH (named:Person {idNumber: line.number})
  RETURN line.line AS line, named
  UNION ALL
  UNWIND [line IN $lines WHERE line.key IS NOT NULL] AS line
  MATCH (key:SearchKey {id: line.key})<-[:NAMED]-(named:Person)
  WITH line, named
  WHERE named.bornOn = date(line.bornOn)
  RETURN line.line AS line, named
}
WITH line, named
WHERE any(prefix IN $scope WHERE named.regionCode STARTS WITH prefix)
   OR EXISTS {
     MATCH (named)-[held:HOLDS]->(post:Post)
     WHERE (held.from IS NULL OR held.from <= date($today)) AND (held.to IS NULL OR date($today) <= held.to)
       AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
   }
RETURN line, coalesce(named.sameAs, named.id) AS who, {id: named.id, name: named.name, regionCode: named.regionCode,
  idNumber: named.idNumber, sex: named.sex, bornOn: toString(named.bornOn), birthOrder: named.birthOrder} AS person
ORDER BY line, who, named.id
