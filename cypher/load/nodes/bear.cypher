// A node that bears every property of its label: set, as an engine may refuse to make it with some.
UNWIND $rows AS row
CREATE (node:<Label> {id: row[0]})
SET node = {<properties>}
