// Addresses that nobody is at any more.
MATCH (address:Address)
WHERE NOT EXISTS { (address)<-[:AT]-() }
DELETE address
