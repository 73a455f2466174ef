// The regions that are parts of one.
// scope: none, because division codes are public.
MATCH (:Region {id: $of.parent})<-[:PART_OF]-(region:Region)
WITH region
