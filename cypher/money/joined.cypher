// Those of them between accounts of different owners, or of one too, as links of money, the earliest first.
CALL {
  WITH links
  UNWIND links AS link
  MATCH (from:Account {id: link.fromId})
  MATCH (to:Account {id: link.toId})
  WHERE $sameOwner OR NOT EXISTS { MATCH (from)-[one:OWNED_BY]->(owner)<-[other:OWNED_BY]-(to)
                                   WHERE one.role = 'OWNER' AND other.role = 'OWNER' }
  WITH link, from, to,
    '' IN $scope OR EXISTS { MATCH (from)-[:OWNED_BY]->(owner) WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS fromSeen,
    '' IN $scope OR EXISTS { MATCH (to)-[:OWNED_BY]->(owner) WHERE any(prefix IN $scope WHERE owner.regionCode STARTS WITH prefix) } AS toSeen
  ORDER BY link.at, link.id
  RETURN collect({kind: 'TRANSFER', id: link.id, amountFen: link.amountFen, at: link.at, fromLabel: 'ACCOUNT', fromId: link.fromId,
    fromSeen: fromSeen, toLabel: 'ACCOUNT', toId: link.toId, toSeen: toSeen, seen: fromSeen OR toSeen, transferKind: link.kind,
    purpose: link.purpose, authorisation: link.authorisation, batch: link.batch, row: link.row,
    publicFund: coalesce(from.purpose, '') = 'PUBLIC_FUND' OR coalesce(to.purpose, '') = 'PUBLIC_FUND'})[0..$limit] AS joined
}
RETURN joined AS links, busyOrigins, busyTargets
