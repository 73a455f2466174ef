// Each of some officials.
UNWIND $officials AS official
MATCH (person:Official {id: official})
