// The ways in `shown` with their people and links; null stands for a person out of scope.
CALL {
  WITH shown
  UNWIND shown AS way
  UNWIND range(0, size(way.ids) - 1) AS i
  MATCH (person:Person {id: way.ids[i]})
  OPTIONAL MATCH (person)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON]-(:Person {id: way.ids[i + 1]})
  WHERE link.id = way.linkIds[i]
  WITH way, i, {card: CASE WHEN '' IN $scope OR any(prefix IN $scope WHERE person.regionCode STARTS WITH prefix) OR EXISTS {
        MATCH (person)-[held:HOLDS]->(post:Post)
        WHERE (held.from IS NULL OR held.from <= date($today))
          AND (held.to IS NULL OR date($today) <= held.to)
          AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
      } THEN {id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber,
              sex: person.sex, bornOn: toString(person.bornOn), birthOrder: person.birthOrder} END} AS person,
    CASE WHEN link IS NOT NULL THEN {same: type(link) = 'SAME_PERSON', nature: link.nature, batch: link.batch, row: link.row,
      from: toString(link.from), to: toString(link.to), derived: link.derivedFrom IS NOT NULL} END AS link
  ORDER BY i
  WITH way, collect(person) AS people, collect(link) AS links
  RETURN collect({ids: way.ids, linkIds: way.linkIds,
    kinship: {chain: way.chain, people: [person IN people | person.card], links: links}}) AS kinships
}
