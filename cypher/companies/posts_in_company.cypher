// Who represents, directs or controls a company on the day.
// scope: none, because the company was already in scope, and other ids become cards only within scope.
MATCH (company:Company {id: $company})<-[tie:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|CONTROLLER_OF]-(holder:Person|Company)
WHERE (tie.from IS NULL OR tie.from <= date($on)) AND (tie.to IS NULL OR date($on) <= tie.to)
