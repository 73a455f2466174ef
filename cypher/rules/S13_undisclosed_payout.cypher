// id = "S13"
// title = "Payout not posted"
// title_zh = "发放未公示或公示天数不足"
// subject = "Region"
// severity = "MEDIUM"
// localities = ["P2", "P4", "P6"]
// legalBasis = ["who receives what is posted in the village, for as many days as the programme's rules say"]
// why = "Neighbours know who is poor, who has died and who owns a car. A list that they cannot read is a list that nobody checks."
// exceptions = ["lists still up", "a posting for a longer period, or by the township", "lists whose payments came back", "programmes of which numbers alone are posted", "what the register of postings does not reach"]
// needs = ["data:PAYMENTS", "data:POSTINGS"]
// due = "Payment.paidOn"
// candidates = "r.level = 'VILLAGE'"
// measure = "INTEGER"
// explain = "{name}: {count} payments of {programme} for {period}, worth {amount}, the first on {firstPaidOn}; their list was up for {measure} of {days} days."
// explain_zh = "{name}：{programme}{period}发放{count}笔，共{amount}元，首笔在{firstPaidOn}；名单应公示{days}天，实际公示{measure}天。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// programme = "PROGRAMME"
// period = "PERIOD"
// fault = ["NEVER_POSTED", "TOO_SHORT"]
// days = "INTEGER"
// amount = "MONEY"
// count = "INTEGER"
// firstPaidOn = "DATE"
// [params]
// usualDays = 10                 # days for which a list is up where its programme does not say
// [touched]
// Region = "UNWIND $changed AS id MATCH (r:Region {id: id}) RETURN r.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(paid:Payment) WHERE y.id IN $changed MATCH (r:Region {id: paid.regionCode}) RETURN DISTINCT r.id AS subjectId"
// PublicPosting = "MATCH (x:PublicPosting) WHERE x.id IN $changed MATCH (r:Region) WHERE r.id STARTS WITH x.regionCode RETURN DISTINCT r.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(y:Payment) WHERE g.id IN $changed MATCH (r:Region {id: y.regionCode}) RETURN DISTINCT r.id AS subjectId"
// Coverage = "MATCH (c:Coverage) WHERE c.id IN $changed MATCH (r:Region) WHERE r.id STARTS WITH c.regionCode RETURN DISTINCT r.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (region:Region {id: subjectId})
CALL (subjectId) {
  MATCH (coverage:Coverage) WHERE toUpper(coverage.dataset) = 'POSTINGS' AND subjectId STARTS WITH coverage.regionCode
  RETURN coalesce(min(coverage.from), date('1900-01-01')) AS knownFrom, max(coverage.asOf) AS knownTo
}
// Lists, each of a programme and some months, and the days that they were up; 36500 are for ever.
CALL (region) {
  CALL (region) {
    MATCH (payment:Payment {regionCode: region.id})-[:UNDER]->(programme:Programme {posting: 'LIST'})
    WHERE coalesce(payment.status, 'PAID') = 'PAID' AND payment.paidOn <= date($asOf) AND NOT coalesce(payment.kind, '-') IN ['REISSUE', 'TOP_UP']
      AND (payment.postedOn IS NULL OR payment.postedDays < coalesce(programme.postingDays, $usualDays))
    WITH programme.id + coalesce(toString(payment.periodFrom) + toString(payment.periodTo), payment.month) AS list, min(programme.id) AS programmeId,
      min(programme.postingDays) AS days, min(payment.periodFrom) AS first, min(payment.periodTo) AS last, min(payment.paidOn) AS paidOn,
      collect(payment.id) AS payments, max(payment.postedDays) AS up
    WITH programmeId, coalesce(first, date.truncate('month', paidOn)) AS first, coalesce(last, paidOn) AS last, days, paidOn, payments, up
    RETURN programmeId, first, (last.year - first.year) * 12 + last.month - first.month + 1 AS months, days, paidOn, payments, up, null AS posting
    UNION ALL
    UNWIND [region.id, region.township, region.county] AS place
    MATCH (posting:PublicPosting {regionCode: place})-[:ABOUT]->(programme:Programme {posting: 'LIST'})
    WHERE posting.kind IN ['BENEFICIARIES', 'PAYOUT'] AND posting.postedOn <= date($asOf)
    WITH posting.id AS posting, programme.id AS programmeId, coalesce(posting.periodFrom, date.truncate('month', posting.postedOn)) AS first,
      coalesce(posting.periodTo, posting.postedOn) AS last,
      CASE WHEN posting.removedOn <= date($asOf) THEN duration.inDays(posting.postedOn, posting.removedOn).days ELSE 36500 END AS up
    WITH posting, programmeId, first, (last.year - first.year) * 12 + last.month - first.month + 1 AS total, up
    // A list for a year is one for its halves, quarters and months, too.
    UNWIND [total] + [part IN [1, 3, 6] WHERE part < total AND total % part = 0] AS months
    UNWIND range(0, total - 1, months) AS later
    RETURN programmeId, first + duration({months: later}) AS first, months, null AS days, null AS paidOn, null AS payments, up, posting
  }
  WITH programmeId + toString(first) + toString(months) AS list, min(programmeId) AS programmeId, min(first) AS first, min(months) AS months,
    coalesce(min(days), $usualDays) AS days, min(paidOn) AS paidOn, max(up) AS up, collect(payments) AS payments, collect(posting) AS postings
  WHERE paidOn IS NOT NULL AND (up IS NULL OR up < days)
  RETURN programmeId, first, months, days, paidOn, up, postings, payments
}
WITH *, knownFrom <= first AND paidOn <= knownTo AS isKnown
WHERE up IS NOT NULL OR isKnown
CALL (payments) {
  UNWIND payments AS ids
  UNWIND ids AS id
  MATCH (payment:Payment {id: id})
  WITH id, reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(row:Payment)
    WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen ORDER BY id
  WHERE fen > 0
  RETURN sum(fen) AS amount, collect(id) AS paid
}
WITH *, substring(toString(first), 0, 7) AS one, substring(toString(first + duration({months: months - 1})), 0, 7) AS other
WITH *, CASE WHEN months = 1 THEN one WHEN months = 12 AND first.month = 1 THEN toString(first.year) ELSE one + '/' + other END AS period
WHERE paid <> []
RETURN subjectId, programmeId + ';' + period AS key, coalesce(up, 0) AS measure, {programme: programmeId, period: period, days: days, amount: amount,
    count: size(paid), firstPaidOn: toString(paidOn), fault: CASE WHEN up IS NULL THEN 'NEVER_POSTED' ELSE 'TOO_SHORT' END} AS facts,
  [{kind: 'Region', id: subjectId}, {kind: 'Programme', id: programmeId}] + [id IN postings[..20] | {kind: 'PublicPosting', id: id}]
    + [id IN paid[..50] | {kind: 'Payment', id: id}] AS evidence
ORDER BY subjectId, key
