// Households that some batches brought members of.
// scope: none, because the loader derives kin for everyone on file.
MATCH (:Person)-[link:MEMBER_OF]->(household:Household)
WHERE link.batch IN $batches
RETURN DISTINCT household.id AS id
ORDER BY id
