// The payments under a programme.
MATCH (:Programme {id: $programme})<-[:UNDER]-(payment:Payment)
WITH payment
