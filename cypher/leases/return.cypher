// A lease is given back by its holder.
MATCH (lease:Lease {id: $name, holder: $holder})
SET lease.until = 0
