// Payments that name their payee otherwise than the register does.
// scope: none, because the loader judges rows against everything on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})
WITH id, payment
MATCH (payment)-[:PAID_TO]->(payee:Person)
WHERE payment.payeeName <> payee.name AND NOT payment.payeeName IN coalesce(payee.formerNames, [])
RETURN id, payment.batch AS batch, payment.row AS row
ORDER BY id
