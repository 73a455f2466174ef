// The projects of an agency.
MATCH (:Agency {id: $agency})<-[:OWNED_BY]-(project:Project)
WITH project
