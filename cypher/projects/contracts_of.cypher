// The contracts of a project, or of one of its lots.
MATCH (project:Project {id: $project})
CALL (project) {
  MATCH (project)<-[:FOR]-(contract:Contract)
  RETURN contract
  UNION
  MATCH (project)<-[:FOR]-(tender:Tender)<-[:UNDER]-(contract:Contract)
  RETURN contract
}
