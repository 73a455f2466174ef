// What was paid for a project, or for a contract of it or of one of its lots.
MATCH (project:Project {id: $project})
CALL (project) {
  MATCH (project)<-[:FOR]-(payment:Payment)
  RETURN payment
  UNION
  MATCH (project)<-[:FOR]-(contract:Contract)<-[:FOR]-(payment:Payment)
  RETURN payment
  UNION
  MATCH (project)<-[:FOR]-(tender:Tender)<-[:UNDER]-(contract:Contract)<-[:FOR]-(payment:Payment)
  RETURN payment
}
