// Whoever holds a lease, after somebody asked for it: of several service processes one does the work. Writing first
// takes the lock under which the others wait.
MERGE (lease:Lease {id: $name})
SET lease.asked = coalesce(lease.asked, 0) + 1
WITH lease, lease.holder IS NULL OR lease.holder = $holder OR lease.until < $now AS free
SET lease.holder = CASE WHEN free THEN $holder ELSE lease.holder END, lease.until = CASE WHEN free THEN $until ELSE lease.until END
RETURN lease.holder AS holder
