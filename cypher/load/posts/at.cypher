// The agency that each post is at.
UNWIND $links AS link
MATCH (post:Post {id: link.from}), (agency:Agency {id: link.to})
CREATE (post)-[:AT]->(agency)
