// Persons who belong to two households of one kind at one time, by the rows that say so.
// scope: none, because the loader judges rows against everything on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (person:Person {id: id})
WITH id, person
MATCH (person)-[one:MEMBER_OF]->(first:Household)
MATCH (person)-[other:MEMBER_OF]->(second:Household)
WHERE first.id < second.id AND first.kind = second.kind
  AND (one.to IS NULL OR other.from IS NULL OR other.from <= one.to)
  AND (other.to IS NULL OR one.from IS NULL OR one.from <= other.to)
WITH id, first.id AS one, second.id AS other, first.kind AS kind, one.batch AS firstBatch, one.row AS firstRow,
     other.batch AS secondBatch, other.row AS secondRow
RETURN id, one, other, kind, firstBatch, firstRow, secondBatch, secondRow
ORDER BY id, one, other, firstRow, secondRow
