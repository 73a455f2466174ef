// Who holds the companies of one step up on the day, a row a holding.
// scope: none, because ids become cards only within scope.
UNWIND $frontier AS id
MATCH (company:Company {id: id})<-[tie:SHAREHOLDER_OF]-(holder:Person|Company)
WHERE (tie.from IS NULL OR tie.from <= date($on)) AND (tie.to IS NULL OR date($on) <= tie.to)
