// Which node each version is of.
UNWIND $links AS link
MATCH (version:Version {id: link[0]}), (node:<Label> {id: link[1]})
CREATE (version)-[:OF]->(node)
