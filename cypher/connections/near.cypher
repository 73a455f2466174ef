// Nodes by their ids.
// scope: none, because nodes become cards only within scope.
CALL {
  UNWIND $near.people AS id MATCH (near:Person {id: id}) RETURN near, 'PERSON' AS nearKind
  UNION ALL UNWIND $near.households AS id MATCH (near:Household {id: id}) RETURN near, 'HOUSEHOLD' AS nearKind
  UNION ALL UNWIND $near.companies AS id MATCH (near:Company {id: id}) RETURN near, 'COMPANY' AS nearKind
  UNION ALL UNWIND $near.accounts AS id MATCH (near:Account {id: id}) RETURN near, 'ACCOUNT' AS nearKind
  UNION ALL UNWIND $near.agencies AS id MATCH (near:Agency {id: id}) RETURN near, 'AGENCY' AS nearKind
  UNION ALL UNWIND $near.posts AS id MATCH (near:Post {id: id}) RETURN near, 'POST' AS nearKind
  UNION ALL UNWIND $near.projects AS id MATCH (near:Project {id: id}) RETURN near, 'PROJECT' AS nearKind
  UNION ALL UNWIND $near.tenders AS id MATCH (near:Tender {id: id}) RETURN near, 'TENDER' AS nearKind
  UNION ALL UNWIND $near.bids AS id MATCH (near:Bid {id: id}) RETURN near, 'BID' AS nearKind
  UNION ALL UNWIND $near.contracts AS id MATCH (near:Contract {id: id}) RETURN near, 'CONTRACT' AS nearKind
}
// How many links they have, counted to 501: as a literal, that bound keeps both engines from reading the others.
CALL (near) {
  MATCH (near)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON|MEMBER_OF|SPLIT_FROM|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF|OWNED_BY|TRANSFER|HOLDS|EMPLOYED_BY|AT|REACHED_BY|UNDER|BY|BOUGHT_BY|PERFORMED_BY|PARTY|SUBMITTED_BY]-()
  WITH link LIMIT 501
  RETURN count(link) AS nearDegree
}
WITH near, near.id AS nearId, nearKind, nearDegree
