// The interests as rows, in a total order.
RETURN replace(type(tie), '_OF', '') AS kind, tie.share AS share, company.id AS companyId,
       CASE WHEN holder:Company THEN holder.id END AS holderCompany,
       CASE WHEN holder:Person THEN holder.id END AS holderPerson,
       CASE WHEN holder:Person THEN coalesce(holder.sameAs, holder.id) END AS who,
       toString(tie.from) AS from, toString(tie.to) AS to, tie.batch AS batch, tie.row AS row
ORDER BY companyId, holderCompany, holderPerson, kind, tie.id
LIMIT $limit
