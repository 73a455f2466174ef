// Persons with one ID number are the same person.
UNWIND $links AS link
MATCH (one:Person {id: link[0]}), (other:Person {id: link[1]})
MERGE (one)-[same:SAME_PERSON {id: link[2]}]->(other)
SET same.batch = link[3]
