// The members of some households, and what each is to the head.
// scope: none, because the loader derives kin for everyone on file.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (household:Household {id: id})
WITH id, household
MATCH (household)<-[link:MEMBER_OF]-(person:Person)
RETURN id AS householdId, person.id AS personId, link.id AS linkId, link.head AS head,
       link.relationToHead AS relation, toString(link.from) AS from, toString(link.to) AS to,
       link.batch AS batch, link.row AS row
ORDER BY householdId, personId, linkId
