// The page's companies with their cards, what each relative is to each, and what each was paid.
CALL {
  WITH page, people
  UNWIND page AS row
  MATCH (company:Company {id: row.id})
  CALL (company) {
    MATCH (company)<-[:PAID_TO]-(payment:Payment)
    WHERE coalesce(payment.status, 'PAID') = 'PAID'
    OPTIONAL MATCH (payment)<-[:CORRECTS]-(back:Payment)
    WHERE back.status IN ['RETURNED', 'REVERSED']
    WITH payment.id AS id, payment.amountFen AS paidFen, sum(back.amountFen) AS backFen
    RETURN count(id) AS payments, sum(paidFen - backFen) AS paidFen
  }
  WITH people, row, payments, paidFen, {id: company.id, name: company.name, regionCode: company.regionCode, kind: company.kind} AS company
  UNWIND row.ways AS way
  MATCH (:Person {id: way.ids[-1]})-[tie:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|CONTROLLER_OF]->(:Company {id: row.id})
  WHERE (tie.from IS NULL OR tie.from <= date($on)) AND (tie.to IS NULL OR date($on) <= tie.to)
  WITH row, payments, paidFen, company, way, tie, head([one IN people WHERE one.id = way.ids[-1]]) AS relative
  ORDER BY size(way.chain), way.chain, way.ids, type(tie), tie.share DESC, tie.id
  WITH row.id AS id, row.awards AS awards, row.awardedFen AS awardedFen, payments, paidFen, company,
    collect({who: coalesce(way.who, way.ids[-1]), way: {ids: way.ids, linkIds: way.linkIds, chain: way.chain}, interest: {companyId: row.id, kind: replace(type(tie), '_OF', ''),
      share: tie.share, person: relative, company: null, from: toString(tie.from), to: toString(tie.to), batch: tie.batch, row: tie.row}}) AS held
  ORDER BY awardedFen DESC, id
  RETURN collect({company: company, held: held, awards: awards, awardedFen: awardedFen, payments: payments, paidFen: paidFen}) AS nodes
}
RETURN truncated, several, totalCount, hiddenRows, nodes, kin
