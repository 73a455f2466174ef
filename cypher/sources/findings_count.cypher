// How many findings some batches keep, by kind and code.
// scope: none, because a count tells nothing about anyone.
UNWIND $ids AS id
MATCH (finding:Finding {batch: id})
RETURN id AS batch, finding.kind AS kind, finding.code AS code, count(*) AS count
ORDER BY batch, kind, code
