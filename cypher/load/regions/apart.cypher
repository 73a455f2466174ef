// Regions that are no longer a part of what they were a part of.
UNWIND $ids AS id
MATCH (:Region {id: id})-[part:PART_OF]->()
DELETE part
