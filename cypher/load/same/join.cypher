// Records with one ID number are one person: each two of them are linked, as
// the row of the other says.
UNWIND $links AS link
MATCH (one:Person {id: link[0]}), (other:Person {id: link[1]})
MERGE (one)-[same:SAME_PERSON {id: link[2]}]->(other)
SET same.batch = link[3], same.row = link[4], same.derivedFrom = ['idNumber']
