// Which links that begin at persons are on file.
// scope: none, because the loader judges rows against everything on file.
UNWIND $links AS row
MATCH (:Person {id: row.from})-[link:HOLDS|PARENT_OF|SPOUSE_OF|SIBLING_OF|MEMBER_OF|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF {id: row.id}]->()
RETURN link.id AS id, link.digest AS digest
ORDER BY id
