// Persons who belong to two households of one kind at one time, by the rows that say so.
// scope: none, because the loader judges rows against everything on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WITH id, person
MATCH (person)-[tie:MEMBER_OF]->(home:Household)
WITH id, collect({home: home.id, kind: home.kind, from: tie.from, to: tie.to, batch: tie.batch, row: tie.row}) AS ties
WHERE size(ties) > 1
UNWIND ties AS one
UNWIND ties AS other
WITH id, one, other
WHERE one.home < other.home AND one.kind = other.kind
  AND (one.to IS NULL OR other.from IS NULL OR other.from <= one.to)
  AND (other.to IS NULL OR one.from IS NULL OR one.from <= other.to)
RETURN id, one.home AS one, other.home AS other, one.kind AS kind, one.batch AS firstBatch, one.row AS firstRow,
       other.batch AS secondBatch, other.row AS secondRow
ORDER BY id, one, other, firstRow, secondRow
