// What agencies in scope paid under a programme of a year since a day, and what came back of it, by day.
UNWIND $holders AS holder
MATCH (agency:Agency {id: holder.agency})<-[:PAID_BY]-(payment:Payment)-[:UNDER]->(programme:Programme)
WHERE programme.id = holder.programme AND any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix)
  AND payment.paidOn >= date(holder.since) AND coalesce(payment.periodFrom, payment.paidOn).year = holder.year
WITH holder.agency AS agencyId, payment.paidOn AS day, payment.amountFen AS fen, coalesce(payment.status, 'PAID') = 'PAID' AS paid
WITH agencyId, day, sum(CASE WHEN paid THEN fen ELSE 0 END) AS paidFen, sum(CASE WHEN paid THEN 0 ELSE fen END) AS returnedFen
RETURN agencyId, toString(day) AS spentOn, paidFen, returnedFen
ORDER BY agencyId, spentOn
