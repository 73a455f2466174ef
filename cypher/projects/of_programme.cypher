// The projects of a programme.
MATCH (:Programme {id: $programme})<-[:UNDER]-(project:Project)
WITH project
