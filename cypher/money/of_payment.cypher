// The payment asked about.
MATCH (payment:Payment {id: $payment})
WITH [] AS hubs, [] AS transfers, [payment.id] AS payments
