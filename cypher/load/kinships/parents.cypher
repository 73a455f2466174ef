// The parents of some persons, and the rows that say so.
// scope: none, because the loader derives siblings for everyone on file.
UNWIND $ids AS id
MATCH (child:Person {id: id})<-[link:PARENT_OF]-(parent:Person)
RETURN id AS childId, parent.id AS parentId, link.nature AS nature, link.batch AS batch, link.row AS row
ORDER BY childId, parentId, batch, row
