// Whoever in scope has exactly this ID number, phone, account number or credit code.
CALL () {
  MATCH (hit:Person {idNumber: $number}) RETURN hit, 'PERSON' AS kind, hit AS party
  UNION
  MATCH (hit:Person {phone: $number}) RETURN hit, 'PERSON' AS kind, hit AS party
  UNION
  MATCH (hit:Company {creditCode: $number}) RETURN hit, 'COMPANY' AS kind, hit AS party
  UNION
  MATCH (hit:Company {phone: $number}) RETURN hit, 'COMPANY' AS kind, hit AS party
  UNION
  MATCH (hit:Account {number: $number})-[:OWNED_BY]->(party:Person|Household|Company|Agency) RETURN hit, 'ACCOUNT' AS kind, party
}
WITH hit, kind, party
WHERE ($kinds IS NULL OR any(label IN labels(hit) WHERE label IN $kinds))
  AND ($region IS NULL OR party.regionCode STARTS WITH $region)
  AND (any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix)
    OR EXISTS {
      MATCH (party)-[held:HOLDS]->(post:Post)
      WHERE (held.from IS NULL OR held.from <= date($today))
        AND (held.to IS NULL OR date($today) <= held.to)
        AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
    })
WITH DISTINCT hit, kind
ORDER BY kind, hit.id
WITH collect({kind: kind, hit: hit}) AS found
WITH size(found) AS totalCount, [one IN found WHERE $afterKind IS NULL OR one.kind > $afterKind
       OR one.kind = $afterKind AND one.hit.id > $afterId][0..$limit] AS page
RETURN totalCount, [one IN page | {key: '', kind: one.kind, hit: CASE one.kind
  WHEN 'PERSON' THEN {label: 'PERSON', id: one.hit.id, name: one.hit.name, regionCode: one.hit.regionCode,
    idNumber: one.hit.idNumber, sex: one.hit.sex, bornOn: toString(one.hit.bornOn), birthOrder: one.hit.birthOrder}
  WHEN 'COMPANY' THEN {label: 'COMPANY', id: one.hit.id, name: one.hit.name, regionCode: one.hit.regionCode, kind: one.hit.kind}
  ELSE {label: 'ACCOUNT', id: one.hit.id, number: one.hit.number, bank: one.hit.bank} END}] AS hits
