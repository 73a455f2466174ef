// The parents of some persons, and the rows that say so. One record stands for all of a person.
// scope: none, because the loader derives siblings for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (child:Person {id: id})
WITH id, child
MATCH (child)<-[link:PARENT_OF]-(parent:Person)
RETURN id AS childId, child.sameAs AS who, coalesce(parent.sameAs, parent.id) AS parentId, link.nature AS nature, link.batch AS batch, link.row AS row
ORDER BY childId, parentId, batch, row
