// Some nodes of a label, with everything stored in them.
// scope: none, because export writes everything on file.
UNWIND $ids AS id
MATCH (node:<Label> {id: id})
RETURN <columns>
ORDER BY id
