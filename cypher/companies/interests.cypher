// Who holds, represents, directs or controls companies; a holder out of scope has no card.
UNWIND $ids AS id
MATCH (company:Company {id: id})<-[tie:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF]-(holder:Person|Company)
WITH company, tie, holder, any(prefix IN $scope WHERE holder.regionCode STARTS WITH prefix) AS seen
RETURN company.id AS companyId, replace(type(tie), '_OF', '') AS kind, tie.share AS share,
       CASE WHEN seen AND holder:Person THEN {id: holder.id, name: holder.name, regionCode: holder.regionCode,
         idNumber: holder.idNumber, sex: holder.sex, bornOn: toString(holder.bornOn), birthOrder: holder.birthOrder}
         ELSE null END AS person,
       CASE WHEN seen AND holder:Company THEN {id: holder.id, name: holder.name, regionCode: holder.regionCode,
         kind: holder.kind} ELSE null END AS company,
       toString(tie.from) AS from, toString(tie.to) AS to, tie.batch AS batch, tie.row AS row
ORDER BY companyId, kind, tie.share DESC, holder.id, tie.id
