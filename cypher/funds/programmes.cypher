// What a programme's card does not carry.
// scope: none, because programmes are public.
UNWIND $ids AS id
MATCH (programme:Programme {id: id})
OPTIONAL MATCH (programme)-[:RUN_BY]->(agency:Agency)
RETURN programme.id AS id, programme.unit AS unit, programme.basis AS basis, programme.fundKind AS fundKind,
       programme.regionCode AS regionCode, toString(programme.from) AS from, toString(programme.to) AS to,
       CASE WHEN agency IS NULL THEN null ELSE {id: agency.id, name: agency.name, regionCode: agency.regionCode} END AS agency,
       programme.batch AS batch, programme.row AS row
ORDER BY id
