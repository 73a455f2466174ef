// People and companies in scope with a name, pinyin or initials that begin with the text.
CALL () {
  MATCH (key:SearchKey {initial: $initial})<-[:NAMED]-(hit:Person|Company)
  WHERE key.id STARTS WITH $text AND ($kinds IS NULL OR any(label IN labels(hit) WHERE label IN $kinds))
    AND ($region IS NULL OR hit.regionCode STARTS WITH $region)
    AND (any(prefix IN $scope WHERE hit.regionCode STARTS WITH prefix)
      OR EXISTS {
        MATCH (hit)-[held:HOLDS]->(post:Post)
        WHERE (held.from IS NULL OR held.from <= date($today))
          AND (held.to IS NULL OR date($today) <= held.to)
          AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
      })
  WITH hit, min(key.id) AS key, CASE WHEN hit:Person THEN 'PERSON' ELSE 'COMPANY' END AS kind
  ORDER BY key, kind, hit.id
  RETURN collect({key: key, kind: kind, hit: hit}) AS hits
}
WITH size(hits) AS totalCount,
     [found IN hits WHERE $afterKey IS NULL OR found.key > $afterKey
       OR found.key = $afterKey AND (found.kind > $afterKind OR found.kind = $afterKind AND found.hit.id > $afterId)][0..$limit] AS page
RETURN totalCount, [found IN page | {key: found.key, kind: found.kind, hit: CASE found.kind
  WHEN 'PERSON' THEN {label: 'PERSON', id: found.hit.id, name: found.hit.name, regionCode: found.hit.regionCode,
    idNumber: found.hit.idNumber, sex: found.hit.sex, bornOn: toString(found.hit.bornOn), birthOrder: found.hit.birthOrder}
  ELSE {label: 'COMPANY', id: found.hit.id, name: found.hit.name, regionCode: found.hit.regionCode, kind: found.hit.kind} END}] AS hits
