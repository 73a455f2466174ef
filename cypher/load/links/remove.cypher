// Takes away links.
UNWIND $links AS wanted
MATCH (:<Start><begin>)-[link:<TYPE> {id: wanted[1]}]->(:<End>)
DELETE link
