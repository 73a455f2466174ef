// Telephones that reach nobody any more.
MATCH (phone:Phone)
WHERE NOT EXISTS { (phone)<-[:REACHED_BY]-() }
DELETE phone
