// Takes away links.
UNWIND $links AS gone
MATCH (:<Start> {id: gone[0]})-[link:<TYPE>]->(:<End>)
WHERE link.id = gone[1]
DELETE link
