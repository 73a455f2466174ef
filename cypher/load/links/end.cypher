// Links that end, as a later statement of their source no longer names them. One that is named again
// is taken for changed, as it has no digest.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $links AS ended
MATCH (one:<Start> {id: ended[0]})
WITH ended, one
MATCH (one)-[link:<TYPE>]->(:<End>)
WHERE link.id = ended[1]
SET link.to = date($on), link.endedBy = $batch, link.digest = null
