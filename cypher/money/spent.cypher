// What agencies in scope paid under a programme of a year since a day, and what came back of it, by tier and day.
UNWIND $holders AS holder
MATCH (agency:Agency {id: holder.agency})<-[:PAID_BY]-(payment:Payment)-[:UNDER]->(programme:Programme)
WHERE programme.id = holder.programme AND any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix)
  AND payment.paidOn >= date(holder.since) AND coalesce(payment.periodFrom, payment.paidOn).year = holder.year
WITH holder.tier AS tier, holder.agency AS agencyId, payment.paidOn AS day, payment.amountFen AS fen, coalesce(payment.status, 'PAID') = 'PAID' AS paid
WITH tier, agencyId, day, sum(CASE WHEN paid THEN fen ELSE 0 END) AS paidFen, sum(CASE WHEN paid THEN 0 ELSE fen END) AS returnedFen
RETURN tier, agencyId, toString(day) AS spentOn, paidFen, returnedFen
ORDER BY tier, agencyId, spentOn
