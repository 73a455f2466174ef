// Takes away every sum of payments.
MATCH (total:PaymentSum)
DETACH DELETE total
