// The payments of a programme, an agency, a region or a month, whichever is named.
CALL {
  MATCH (:Programme {id: $of.programme})<-[:UNDER]-(payment:Payment)
  RETURN payment
  UNION ALL
  MATCH (:Agency {id: $of.agency})<-[:PAID_BY]-(payment:Payment)
  RETURN payment
  UNION ALL
  MATCH (:Region {id: $of.region})<-[:PART_OF*0..4]-(part:Region)
  MATCH (payment:Payment {regionCode: part.id})
  RETURN payment
  UNION ALL
  MATCH (payment:Payment {month: $of.month})
  RETURN payment
}
WITH payment
