// Cards of nodes, as far as they are in scope: a lot, bid or contract by its project or buyer.
CALL {
  UNWIND [node IN $ids WHERE node.kind = 'PERSON' | node.id] AS id
  MATCH (n:Person {id: id})
  WHERE any(prefix IN $scope WHERE n.regionCode STARTS WITH prefix) OR EXISTS {
    MATCH (n)-[held:HOLDS]->(post:Post)
    WHERE (held.from IS NULL OR held.from <= date($today)) AND (held.to IS NULL OR date($today) <= held.to)
      AND any(prefix IN $scope WHERE post.regionCode STARTS WITH prefix)
  }
  RETURN 'PERSON' AS kind, id, {label: 'PERSON', id: n.id, name: n.name, regionCode: n.regionCode, idNumber: n.idNumber,
    sex: n.sex, bornOn: toString(n.bornOn), birthOrder: n.birthOrder} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind = 'HOUSEHOLD' | node.id] AS id
  MATCH (n:Household {id: id}) WHERE any(prefix IN $scope WHERE n.regionCode STARTS WITH prefix)
  RETURN 'HOUSEHOLD' AS kind, id, {label: 'HOUSEHOLD', id: n.id, regionCode: n.regionCode, kind: n.kind} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind = 'COMPANY' | node.id] AS id
  MATCH (n:Company {id: id}) WHERE any(prefix IN $scope WHERE n.regionCode STARTS WITH prefix)
  RETURN 'COMPANY' AS kind, id, {label: 'COMPANY', id: n.id, name: n.name, regionCode: n.regionCode, kind: n.kind} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind = 'ACCOUNT' | node.id] AS id
  MATCH (n:Account {id: id}) WHERE '' IN $scope OR EXISTS { MATCH (n)-[:OWNED_BY]->(owner) WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) }
  RETURN 'ACCOUNT' AS kind, id, {label: 'ACCOUNT', id: n.id, number: n.number, bank: n.bank} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind = 'AGENCY' | node.id] AS id
  MATCH (n:Agency {id: id}) WHERE any(prefix IN $scope WHERE n.regionCode STARTS WITH prefix)
  RETURN 'AGENCY' AS kind, id, {label: 'AGENCY', id: n.id, name: n.name, regionCode: n.regionCode} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind = 'POST' | node.id] AS id
  MATCH (n:Post {id: id}) WHERE any(prefix IN $scope WHERE n.regionCode STARTS WITH prefix)
  RETURN 'POST' AS kind, id, {label: 'POST', id: n.id, title: n.title, rank: n.rank, kind: n.kind, regionCode: n.regionCode} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind = 'PROJECT' | node.id] AS id
  MATCH (n:Project {id: id}) WHERE any(prefix IN $scope WHERE n.regionCode STARTS WITH prefix)
  RETURN 'PROJECT' AS kind, id, {label: 'PROJECT', id: n.id, name: n.name, kind: n.kind, year: n.year, budgetFen: n.budgetFen, regionCode: n.regionCode} AS card
  UNION ALL
  UNWIND [node IN $ids WHERE node.kind IN ['TENDER', 'BID', 'CONTRACT']] AS node
  MATCH (n:Tender|Bid|Contract {id: node.id})
  WHERE (node.kind = 'TENDER' AND n:Tender OR node.kind = 'BID' AND n:Bid OR node.kind = 'CONTRACT' AND n:Contract) AND ('' IN $scope OR EXISTS {
    MATCH (n)-[:UNDER*0..1]->()-[:FOR|BOUGHT_BY]->(of) WHERE any(prefix IN $scope WHERE of.regionCode STARTS WITH prefix) })
  RETURN node.kind AS kind, node.id AS id, {label: 'PROCEDURE', id: n.id, kind: node.kind,
    on: toString(coalesce(n.noticeOn, n.submittedOn, n.signedOn, n.awardedOn))} AS card
}
RETURN {kind: kind, id: id} AS node, card
ORDER BY kind, id
