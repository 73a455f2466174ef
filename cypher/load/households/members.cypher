// The members of some households, and what each is to the head.
// scope: none, because the loader derives kin for everyone on file.
UNWIND $ids AS id
MATCH (:Household {id: id})<-[link:MEMBER_OF]-(person:Person)
RETURN id AS householdId, person.id AS personId, link.id AS linkId, link.head AS head,
       link.relationToHead AS relation, toString(link.from) AS from, toString(link.to) AS to,
       link.batch AS batch, link.row AS row
ORDER BY householdId, personId, linkId
