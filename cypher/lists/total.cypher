// How many there are.
RETURN count(*) AS totalCount
