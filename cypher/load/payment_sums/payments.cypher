// The next payments, to sum them up anew.
// scope: none, because the loader sums up everything on file.
MATCH (payment:Payment)
WHERE payment.id > $after
WITH payment.id AS id
ORDER BY id
LIMIT $most
RETURN collect(id) AS ids
