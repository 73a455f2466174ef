// Links that end, as a later statement of their source no longer names them. One that is named again
// is taken for changed, as it has no digest.
UNWIND $links AS ended
MATCH (:<Start> {id: ended[0]})-[link:<TYPE>]->(:<End>)
WHERE link.id = ended[1]
SET link.to = date($on), link.endedBy = $batch, link.digest = null
