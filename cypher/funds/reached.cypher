// The people whom payments reached, on which day and by which channels.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})-[:PAID_TO|INTO]->(via)-[ties:MEMBER_OF|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF|OWNED_BY*0..1]-(person:Person)
WHERE coalesce(payment.status, 'PAID') = 'PAID'
  AND all(tie IN ties WHERE (tie.from IS NULL OR tie.from <= payment.paidOn) AND (tie.to IS NULL OR payment.paidOn <= tie.to)
    AND (type(tie) <> 'SHAREHOLDER_OF' OR tie.share >= 50000)
    AND (type(tie) <> 'OWNED_BY' OR tie.role IN ['OWNER', 'JOINT']))
WITH DISTINCT id AS paymentId, payment.paidOn AS paidOn, person.id AS personId,
  CASE WHEN via:Person THEN 0 WHEN via:Household THEN 1 WHEN via:Company THEN 2 ELSE 3 END AS rank
ORDER BY rank
WITH paymentId, paidOn, personId, collect(rank) AS ranks
MATCH (person:Person {id: personId})
