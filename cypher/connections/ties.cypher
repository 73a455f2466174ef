// Their links, and those who are at one address or have one telephone number with them; where more than $degree
// do, it stands for itself. Counted to 501: as a literal, that bound keeps both engines from reading the others.
CALL (near) {
  MATCH (near)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|SAME_PERSON|MEMBER_OF|SPLIT_FROM|SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF|OWNED_BY|TRANSFER|HOLDS|EMPLOYED_BY|AT|FOR|UNDER|BY|BOUGHT_BY|PERFORMED_BY|PARTY|SUBMITTED_BY|FROM]-(far)
  RETURN link, startNode(link) AS start, far, null AS contact
  UNION ALL
  MATCH (near)-[link:AT|REACHED_BY]->(contact:Address|Phone)
  CALL (contact) {
    MATCH (contact)<-[there:AT|REACHED_BY]-()
    WITH there LIMIT 501
    RETURN count(there) AS degree
  }
  CALL (contact, degree) {
    WITH contact, degree WHERE degree > $degree
    RETURN contact AS far
    UNION ALL
    WITH contact, degree WHERE degree <= $degree
    MATCH (contact)<-[:AT|REACHED_BY]-(far)
    RETURN far
  }
  RETURN link, near AS start, far, contact
}
