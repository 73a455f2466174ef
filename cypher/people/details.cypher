// What a person's card does not carry.
// scope: none, because the ids come from cards that were already in scope.
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN person.id AS id, person.phone AS phone, person.address AS address, toString(person.diedOn) AS diedOn,
       person.formerNames AS formerNames, person:Official AS official, person.batch AS batch, person.row AS row
ORDER BY id
