// Regions that are no longer a part of what they were a part of.
// The node first: a planner that has not counted links of a type yet would look at all of them.
UNWIND $ids AS id
MATCH (region:Region {id: id})
WITH region
MATCH (region)-[part:PART_OF]->()
DELETE part
