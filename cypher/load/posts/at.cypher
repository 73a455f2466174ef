// The agency that each post is at.
UNWIND $links AS link
MATCH (post:Post {id: link.from})
MATCH (agency:Agency {id: link.to})
CREATE (post)-[:AT]->(agency)
