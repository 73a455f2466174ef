// The payments of a programme, an agency or a month, whichever is named.
CALL {
  MATCH (:Programme {id: $of.programme})<-[:UNDER]-(payment:Payment)
  RETURN payment
  UNION ALL
  MATCH (:Agency {id: $of.agency})<-[:PAID_BY]-(payment:Payment)
  RETURN payment
  UNION ALL
  MATCH (payment:Payment {month: $of.month})
  RETURN payment
}
WITH payment
