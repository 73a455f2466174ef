// Links that begin at companies and whose row has changed, or which follow from nothing any more.
UNWIND $links AS row
MATCH (:Company {id: row.from})-[link:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF {id: row.id}]->()
DELETE link
