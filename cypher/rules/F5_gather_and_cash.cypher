// id = "F5"
// title = "Gathered and drawn as cash"
// title_zh = "多人补贴归集后取现"
// subject = "Account"
// severity = "HIGH"
// localities = ["P8"]
// legalBasis = ["Regulations on Penalties for Fiscal Violations (2011), art. 6", "subsidies are paid to the beneficiary's own card"]
// why = "Subsidies of many that meet in one account and leave it as cash may never have reached those they were paid for."
// exceptions = ["payments that came back", "payments for projects", "private accounts without an authorisation, which cannot be judged"]
// needs = ["data:ACCOUNTS", "data:TRANSFERS", "data:PAYMENTS"]
// candidates = "EXISTS { (a)-[:TRANSFER {kind: 'CASH_OUT'}]->(:Account) }"
// measure = "INTEGER"
// explain = "Subsidies of {measure} payees, {gathered} in all, reached {name} from {firstOn} on; {cashed} left it as cash on {cashedOn}. Withdrawals of this kind in {key}: {draws}."
// explain_zh = "自{firstOn}起，{measure}名对象的补贴共{gathered}元归集至{name}，{cashedOn}取现{cashed}元；{key}年此类取现共{draws}次。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// gathered = "MONEY"
// cashed = "MONEY"
// firstOn = "DATE"
// cashedOn = "DATE"
// draws = "INTEGER"
// missing = ["AUTHORISATION"]
// [params]
// leastPayees = 5                # payees whose subsidies meet
// reachDays = 7                  # most days from the payout until the money reaches the account
// cashDays = 7                   # most days from there until it leaves as cash
// [touched]
// Account = "UNWIND $changed AS id MATCH (:Account {id: id})-[:TRANSFER*0..1]->(a:Account) RETURN DISTINCT a.id AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:INTO]->(:Account)-[:TRANSFER*0..1]->(a:Account) WHERE y.id IN $changed RETURN DISTINCT a.id AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:INTO]->(:Account)-[:TRANSFER*0..1]->(a:Account) WHERE g.id IN $changed RETURN DISTINCT a.id AS subjectId"
// TRANSFER = "MATCH (:Account)-[t:TRANSFER]->(a:Account) WHERE t.id IN $changed RETURN DISTINCT a.id AS subjectId"
// OWNED_BY = "MATCH (o:Account)-[tie:OWNED_BY]->() WHERE tie.id IN $changed MATCH (o)-[:TRANSFER*0..1]->(a:Account) RETURN DISTINCT a.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (account:Account {id: subjectId})
WITH subjectId, account, EXISTS { MATCH (account)-[tie:OWNED_BY]->(:Person|Household) WHERE tie.role IN ['OWNER', 'JOINT'] } AS isPrivate
CALL (account, isPrivate) {
  MATCH (account)-[cash:TRANSFER {kind: 'CASH_OUT'}]->(:Account)
  RETURN cash.id AS drawId, cash.amountFen AS cashed, (cash.at + 28800000) / 86400000 AS day, NOT isPrivate OR cash.authorisation IS NOT NULL AS isSeen
}
WITH *, date('1970-01-01') + duration({days: day}) AS cashedOn
WHERE cashedOn <= date($asOf)
// What came within the days before: paid into the account, or sent on from the account it was paid into.
CALL (account, cashedOn, isPrivate) {
  MATCH (account)<-[:INTO]-(payment:Payment)
  WHERE payment.paidOn <= cashedOn AND payment.paidOn >= cashedOn - duration({days: $cashDays})
  RETURN payment, payment.paidOn AS came, null AS sentId, true AS isOpen
  UNION ALL
  MATCH (account)<-[sent:TRANSFER]-(own:Account)
  WHERE own.id <> account.id AND coalesce(sent.kind, 'TRANSFER') = 'TRANSFER'
  WITH own, sent, date('1970-01-01') + duration({days: (sent.at + 28800000) / 86400000}) AS came
  WHERE came <= cashedOn AND came >= cashedOn - duration({days: $cashDays})
  MATCH (own)<-[:INTO]-(payment:Payment)
  WHERE payment.paidOn <= came AND payment.paidOn >= came - duration({days: $reachDays})
  RETURN payment, came, sent.id AS sentId, sent.authorisation IS NOT NULL
    OR NOT isPrivate AND NOT EXISTS { MATCH (own)-[tie:OWNED_BY]->(:Person|Household) WHERE tie.role IN ['OWNER', 'JOINT'] } AS isOpen
}
MATCH (payment)-[:UNDER]->(programme:Programme)
WHERE programme.unit <> 'PROJECT' AND coalesce(payment.status, 'PAID') = 'PAID'
MATCH (payment)-[:PAID_TO]->(payee:Person|Household)
WITH subjectId, drawId, cashed, cashedOn, isSeen AND isOpen AS isSeen, payment.id AS paymentId, came, sentId, coalesce(payee.sameAs, payee.id) AS payeeId,
  reduce(fen = payment.amountFen, back IN [(payment)<-[:CORRECTS]-(part:Payment) WHERE part.paidOn <= date($asOf) | part.amountFen] | fen - back) AS fen
WHERE fen > 0
WITH * ORDER BY came, paymentId, sentId
WITH subjectId, drawId, cashed, cashedOn, count(DISTINCT payeeId) AS known, count(DISTINCT CASE WHEN isSeen THEN payeeId END) AS payees, min(came) AS firstOn,
  collect(DISTINCT CASE WHEN isSeen THEN {of: paymentId, fen: fen} END) AS paid, collect(DISTINCT CASE WHEN isSeen THEN sentId END) AS sent
WHERE known >= $leastPayees
// A year is told by its withdrawal of most payees.
WITH * ORDER BY payees DESC, cashedOn, drawId
WITH subjectId, toString(cashedOn.year) AS year, sum(CASE WHEN payees >= $leastPayees THEN 1 ELSE 0 END) AS draws,
  head(collect({of: drawId, payees: payees, cashed: cashed, cashedOn: cashedOn, firstOn: firstOn, paid: paid, sent: sent})) AS most
RETURN subjectId, year AS key, CASE WHEN draws > 0 THEN most.payees END AS measure,
  CASE WHEN draws = 0 THEN {missing: 'AUTHORISATION'} ELSE {gathered: reduce(fen = 0, one IN most.paid | fen + one.fen), cashed: most.cashed,
    firstOn: toString(most.firstOn), cashedOn: toString(most.cashedOn), draws: draws} END AS facts,
  [{kind: 'Account', id: subjectId}] + [one IN most.paid[..50] | {kind: 'Payment', id: one.of}]
    + [id IN most.sent[..50] | {kind: 'TRANSFER', id: id}] + [{kind: 'TRANSFER', id: most.of}] AS evidence
ORDER BY subjectId, key
