// Rows that the graph does not have, as nodes.
UNWIND $rows AS row
CREATE (:<Label> {<properties>})
