// What a household's card does not carry.
// scope: none, because the ids come from cards that were already in scope.
UNWIND $ids AS id
MATCH (household:Household {id: id})
RETURN household.id AS id, household.category AS category, household.address AS address,
       toString(household.formedOn) AS formedOn, toString(household.dissolvedOn) AS dissolvedOn,
       household.batch AS batch, household.row AS row
ORDER BY id
