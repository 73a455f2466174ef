// The payments of a month.
MATCH (payment:Payment {month: $month})
WITH payment
