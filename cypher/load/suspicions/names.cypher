// Payments that name their payee otherwise than the register does.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})-[:PAID_TO]->(payee:Person)
WHERE payment.payeeName <> payee.name AND NOT payment.payeeName IN coalesce(payee.formerNames, [])
RETURN id, payment.batch AS batch, payment.row AS row
ORDER BY id
