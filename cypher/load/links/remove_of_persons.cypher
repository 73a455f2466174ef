// Links that begin at persons and whose row has changed, or which follow from nothing any more.
UNWIND $links AS row
MATCH (:Person {id: row.from})-[link:HOLDS|PARENT_OF|SPOUSE_OF|SIBLING_OF|MEMBER_OF|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF {id: row.id}]->()
DELETE link
