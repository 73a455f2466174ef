// Who persons with several records are: the record with the least id stands for all.
UNWIND $rows AS row
MATCH (person:Person {id: row[0]})
SET person.sameAs = row[1]
