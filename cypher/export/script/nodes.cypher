// Nodes of a label, in the script that rebuilds a graph.
UNWIND <rows> AS row
CREATE (node:<Labels>)
SET node = row
