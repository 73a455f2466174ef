// The payments that reached a relative along a way valid on the day of payment, one row a payment,
// largest first; `seen` says whether the payment itself is in scope.
CALL (ways) {
  UNWIND ways AS way
  WITH way.relative AS relative, collect(way) AS choices
  CALL (relative) {
    MATCH (relative)<-[:PAID_TO]-(payment:Payment)
    WHERE 'DIRECT' IN $channels
    RETURN payment, null AS via, 'DIRECT' AS channel, 0 AS rank
    UNION
    MATCH (relative)-[tie:MEMBER_OF]->(via:Household)<-[:PAID_TO]-(payment:Payment)
    WHERE 'HOUSEHOLD' IN $channels
      AND (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
    RETURN payment, via, 'HOUSEHOLD' AS channel, 1 AS rank
    UNION
    MATCH (relative)-[tie:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF]->(via:Company)<-[:PAID_TO]-(payment:Payment)
    WHERE 'COMPANY' IN $channels AND (type(tie) <> 'SHAREHOLDER_OF' OR tie.share >= 50000)
      AND (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
    RETURN payment, via, 'COMPANY' AS channel, 2 AS rank
    UNION
    MATCH (relative)<-[tie:OWNED_BY]-(via:Account)<-[:INTO]-(payment:Payment)
    WHERE 'ACCOUNT' IN $channels AND tie.role IN ['OWNER', 'JOINT']
      AND (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
    RETURN payment, via, 'ACCOUNT' AS channel, 3 AS rank
  }
  WITH choices, payment, via, channel, rank
  WHERE (payment.status IS NULL OR payment.status = 'PAID')
    AND ($paidFrom IS NULL OR payment.paidOn >= date($paidFrom))
    AND ($paidTo IS NULL OR payment.paidOn <= date($paidTo))
    AND payment.amountFen >= $minAmountFen
    AND ($programmes IS NULL OR EXISTS { MATCH (payment)-[:UNDER]->(programme:Programme) WHERE programme.id IN $programmes })
  WITH payment, via, channel, rank, head([way IN choices WHERE (way.from IS NULL OR way.from <= payment.paidOn)
                                                        AND (way.to IS NULL OR payment.paidOn <= way.to)]) AS way
  WHERE way IS NOT NULL
  WITH payment, via, channel, rank, way
  ORDER BY size(way.chain), way.chain, way.ids, rank
  WITH payment, collect({channel: channel, via: via, way: way}) AS reaches
  WITH payment, reaches, '' IN $scope OR any(prefix IN $scope WHERE payment.regionCode STARTS WITH prefix)
    OR EXISTS { MATCH (payment)-[:PAID_BY|PAID_TO]->(party) WHERE any(prefix IN $scope WHERE party.regionCode STARTS WITH prefix) } AS seen
  ORDER BY payment.amountFen DESC, payment.id
  RETURN collect({payment: payment, reaches: reaches, seen: seen}) AS rows
}
