// When $totals, what returns and reversals took back; and the ways that the page shows.
CALL {
  WITH ids
  UNWIND CASE WHEN $totals THEN ids ELSE [] END AS id
  MATCH (:Payment {id: id})<-[:CORRECTS]-(back:Payment)
  WHERE back.status IN ['RETURNED', 'REVERSED']
  RETURN sum(back.amountFen) AS correctedFen
}
CALL {
  WITH page
  UNWIND page AS row
  UNWIND row.reaches AS reach
  RETURN collect(DISTINCT reach.way) AS shown
}
