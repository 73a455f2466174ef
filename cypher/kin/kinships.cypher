// The people and links along the ways in `shown`, each once; whoever is out of scope is left out.
CALL {
  WITH shown
  UNWIND shown AS way
  UNWIND way.ids AS id
  WITH DISTINCT id
  ORDER BY id
  MATCH (person:Person {id: id})
  WHERE '' IN $scope OR any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix) OR EXISTS {
    MATCH (person)-[held:HOLDS]->(post:Post)
    WHERE (held.from IS NULL OR held.from <= date($today))
      AND (held.to IS NULL OR date($today) <= held.to)
      AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
  }
  RETURN collect({id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber,
    sex: person.sex, bornOn: toString(person.bornOn), birthOrder: person.birthOrder}) AS people
}
CALL {
  WITH shown
  UNWIND shown AS way
  UNWIND range(0, size(way.linkIds) - 1) AS i
  WITH way.linkIds[i] AS id, min(way.ids[i]) AS near
  ORDER BY id
  MATCH (:Person {id: near})-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON]-()
  WHERE link.id = id
  RETURN collect({id: id, same: type(link) = 'SAME_PERSON', nature: link.nature, batch: link.batch, row: link.row,
    from: toString(link.from), to: toString(link.to), derived: link.derivedFrom IS NOT NULL}) AS links
}
WITH *, {people: people, links: links} AS kin
