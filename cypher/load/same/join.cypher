// Records with one ID number are one person: each two of them are linked.
UNWIND $links AS link
MATCH (one:Person {id: link[0]}), (other:Person {id: link[1]})
MERGE (one)-[same:SAME_PERSON {id: link[2]}]->(other)
SET same.batch = link[3], same.derivedFrom = ['idNumber']
