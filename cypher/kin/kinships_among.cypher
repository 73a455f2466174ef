// How each is kin to the others.
RETURN id, truncated, several, kinships
ORDER BY id, several
