// The payments under a programme.
MATCH (programme:Programme {id: $programme})
CALL {
  WITH programme
  MATCH (programme)<-[:UNDER]-(payment:Payment)
  WHERE payment.paidOn >= date($firstOn) AND payment.paidOn <= date($lastOn)
  RETURN collect(payment.id) AS payments
}
WITH [] AS hubs, [] AS transfers, payments
