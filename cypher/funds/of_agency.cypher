// The payments that an agency made.
MATCH (:Agency {id: $agency})<-[:PAID_BY]-(payment:Payment)
WITH payment
