// The projects of a region and its parts, an agency or a programme, whichever is named.
CALL {
  MATCH (:Region {id: $of.region})<-[:PART_OF*0..4]-(part:Region)
  MATCH (project:Project {regionCode: part.id})
  RETURN project
  UNION ALL
  MATCH (:Agency {id: $of.agency})<-[:OWNED_BY]-(project:Project)
  RETURN project
  UNION ALL
  MATCH (:Programme {id: $of.programme})<-[:UNDER]-(project:Project)
  RETURN project
}
WITH project
