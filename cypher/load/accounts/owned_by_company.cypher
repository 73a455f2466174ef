// The company that owns each account, as long as it is open.
UNWIND $links AS link
MATCH (account:Account {id: link.id}), (owner:Company {id: link.ownerId})
CREATE (account)-[:OWNED_BY {role: 'OWNER', from: date(link.openedOn), to: date(link.closedOn)}]->(owner)
