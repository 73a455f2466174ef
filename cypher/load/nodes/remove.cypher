// Takes away nodes, with every link that they have.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
DETACH DELETE node
