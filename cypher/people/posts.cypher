// The posts that officials hold or held, latest first.
// scope: none, because the ids come from cards that were already in scope, and posts are public.
UNWIND $ids AS id
MATCH (person:Person {id: id})-[held:HOLDS]->(post:Post)
OPTIONAL MATCH (post)-[:AT]->(agency:Agency)
RETURN id AS personId, post.id AS id, post.title AS title, post.rank AS rank, post.kind AS kind,
       post.regionCode AS regionCode, toString(held.from) AS from, toString(held.to) AS to,
       CASE WHEN agency IS NULL THEN null ELSE {id: agency.id, name: agency.name, regionCode: agency.regionCode} END AS agency,
       held.batch AS batch, held.row AS row
ORDER BY personId, held.from DESC, held.id
