// The shares that are held in some companies.
// scope: none, because the loader judges rows against everything on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (company:Company {id: id})
WITH id, company
MATCH (company)<-[held:SHAREHOLDER_OF]-()
WHERE held.share IS NOT NULL
RETURN id, held.share AS share, toString(held.from) AS from, toString(held.to) AS to, held.batch AS batch,
       held.row AS row
ORDER BY id, batch, row
