// How much reached, net of what returns and reversals took back, and how many payments by each channel.
CALL {
  WITH ids
  UNWIND ids AS id
  OPTIONAL MATCH (:Payment {id: id})<-[:CORRECTS]-(back:Payment)
  WHERE back.status IN ['RETURNED', 'REVERSED']
  RETURN coalesce(sum(back.amountFen), 0) AS correctedFen
}
CALL {
  WITH page
  UNWIND page AS row
  UNWIND row.reaches AS reach
  WITH DISTINCT row.id AS id, reach.rank AS rank
  RETURN sum(CASE rank WHEN 0 THEN 1 ELSE 0 END) AS direct, sum(CASE rank WHEN 1 THEN 1 ELSE 0 END) AS household,
    sum(CASE rank WHEN 2 THEN 1 ELSE 0 END) AS company, sum(CASE rank WHEN 3 THEN 1 ELSE 0 END) AS account
}
WITH *, person.id AS id
RETURN {id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber, sex: person.sex,
    bornOn: toString(person.bornOn), birthOrder: person.birthOrder} AS person,
  truncated, several, size(ids) AS payments, paidFen - correctedFen AS amountFen, unseen, direct, household, company, account
ORDER BY id
