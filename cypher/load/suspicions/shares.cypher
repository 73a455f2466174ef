// The shares that are held in some companies.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (:Company {id: id})<-[held:SHAREHOLDER_OF]-()
WHERE held.share IS NOT NULL
RETURN id, held.share AS share, toString(held.from) AS from, toString(held.to) AS to, held.batch AS batch,
       held.row AS row
ORDER BY id, batch, row
