// id = "S3"
// title = "Serving cadre as beneficiary"
// title_zh = "在任村镇干部受益"
// subject = "Person"
// severity = "HIGH"
// localities = ["P8", "P9"]
// legalBasis = ["whoever holds a village or township post stands aside where someone picks the payee or need decides, and it is posted that they are paid"]
// why = "Whoever holds a post where the payee is picked, or need is found, may have picked or found themselves."
// exceptions = ["paid before or after the term", "paid in a region that is not the post's", "money that is everyone's or goes by area or status", "payments that came back"]
// needs = ["data:PERSONS", "data:POSTS", "data:HOUSEHOLDS", "data:ACCOUNTS", "data:PAYMENTS"]
// candidates = "p:Official OR p.sameAs = p.id"
// measure = "MONEY"
// explain = "While {name} held {post}, {count} payments of {programme} worth {amount} in its region reached them ({channel}) from {firstPaidOn} to {lastPaidOn}."
// explain_zh = "{name}任{post}期间，该岗位所在区域的{programme}有{count}笔、共{amount}元到达本人、本户或其账户（{channel}），自{firstPaidOn}至{lastPaidOn}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// post = "POST"
// programme = "PROGRAMME"
// channel = ["DIRECT", "HOUSEHOLD", "ACCOUNT"]
// household = "HOUSEHOLD"
// account = "ACCOUNT"
// amount = "MONEY"
// count = "INTEGER"
// firstPaidOn = "DATE"
// lastPaidOn = "DATE"
// missing = ["BASIS"]
// [touched]
// Person = "UNWIND $changed AS id MATCH (p:Person {id: id}) RETURN coalesce(p.sameAs, p.id) AS subjectId"
// Post = "MATCH (p:Person)-[:HOLDS]->(t:Post) WHERE t.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Account = "MATCH (a:Account)-[:OWNED_BY]->(p:Person) WHERE a.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// HOLDS = "MATCH (p:Person)-[held:HOLDS]->(:Post) WHERE held.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// MEMBER_OF = "MATCH (p:Person)-[member:MEMBER_OF]->(:Household) WHERE member.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// OWNED_BY = "MATCH (:Account)-[own:OWNED_BY]->(p:Person) WHERE own.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Payment = "MATCH (y:Payment)-[:CORRECTS*0..1]->(:Payment)-[:PAID_TO|INTO]->()-[:MEMBER_OF|OWNED_BY*0..1]-(p:Person) WHERE y.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
// Programme = "MATCH (g:Programme)<-[:UNDER]-(:Payment)-[:PAID_TO|INTO]->()-[:MEMBER_OF|OWNED_BY*0..1]-(p:Official) WHERE g.id IN $changed RETURN DISTINCT coalesce(p.sameAs, p.id) AS subjectId"
UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
// One person may stand in several registers: in one with a post, in another as paid. The record with the least id stands for all.
CALL (person) {
  MATCH (person)-[:SAME_PERSON*0..1]-(record:Person)
  WITH record.id AS id
  ORDER BY id
  RETURN collect(id) AS records
}
CALL (records) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[held:HOLDS]->(post:Post)
  WHERE post.township IS NOT NULL
  WITH held.id AS id, held.from AS first, held.to AS last, post.id AS postId, post.regionCode AS place
  ORDER BY first, id
  RETURN collect({id: id, first: first, last: last, postId: postId, place: place}) AS terms
}
WITH subjectId, records, terms
WHERE records[0] = subjectId AND terms <> []
// What is paid to them, to a household of theirs, or to anyone into an account of theirs. A programme without a basis on file
// may be one where need decides.
CALL (records, terms) {
  UNWIND records AS recordId
  MATCH (:Person {id: recordId})-[ties:MEMBER_OF|OWNED_BY*0..1]-(via)<-[:PAID_TO|INTO]-(payment:Payment)-[:UNDER]->(programme:Programme)
  WHERE coalesce(programme.basis, 'MEANS_TESTED') IN ['SELECTED', 'MEANS_TESTED'] AND coalesce(payment.status, 'PAID') = 'PAID'
    AND payment.paidOn <= date($asOf)
  WITH terms, ties, via, payment, payment.id AS id, payment.paidOn AS paidOn, programme.id AS programmeId, programme.basis AS basis
  WHERE all(tie IN ties WHERE (tie.from IS NULL OR tie.from <= paidOn) AND (tie.to IS NULL OR paidOn <= tie.to)
    AND coalesce(tie.role, 'OWNER') IN ['OWNER', 'JOINT'])
  WITH programmeId, basis, id, paidOn, ties, via.id AS viaId, CASE WHEN ties = [] THEN 'DIRECT' WHEN via:Account THEN 'ACCOUNT' ELSE 'HOUSEHOLD' END AS channel,
    head([term IN terms WHERE payment.regionCode STARTS WITH term.place
      AND (term.first IS NULL OR term.first <= paidOn) AND (term.last IS NULL OR paidOn <= term.last)]) AS term, reduce(fen = payment.amountFen,
    back IN [(payment)<-[:CORRECTS]-(row:Payment) WHERE row.status <> 'PAID' AND row.paidOn <= date($asOf) | row.amountFen] | fen - back) AS fen
  WHERE fen > 0 AND term IS NOT NULL
  WITH programmeId, basis, id, paidOn, fen, {channel: channel, via: viaId, term: term, member: head([tie IN ties | tie.id])} AS way
  ORDER BY paidOn, id, CASE way.channel WHEN 'DIRECT' THEN 0 WHEN 'HOUSEHOLD' THEN 1 ELSE 2 END, way.via, way.member
  // A payment that reaches them on several ways is one.
  WITH programmeId, basis, id, paidOn, fen, head(collect(way)) AS way
  ORDER BY paidOn, id
  RETURN programmeId, basis, sum(fen) AS amount, head(collect(way)) AS way, collect({id: id, on: toString(paidOn)}) AS payments
}
RETURN subjectId, programmeId AS key, CASE WHEN basis IS NOT NULL THEN amount END AS measure,
  CASE WHEN basis IS NULL THEN {missing: 'BASIS'} ELSE {post: way.term.postId, programme: programmeId, channel: way.channel,
    household: CASE way.channel WHEN 'HOUSEHOLD' THEN way.via END, account: CASE way.channel WHEN 'ACCOUNT' THEN way.via END,
    amount: amount, count: size(payments), firstPaidOn: payments[0].on, lastPaidOn: payments[-1].on} END AS facts,
  [id IN records | {kind: 'Person', id: id}] + [{kind: 'HOLDS', id: way.term.id}, {kind: 'Post', id: way.term.postId}]
    + CASE way.channel WHEN 'HOUSEHOLD' THEN [{kind: 'MEMBER_OF', id: way.member}, {kind: 'Household', id: way.via}]
      WHEN 'ACCOUNT' THEN [{kind: 'Account', id: way.via}] ELSE [] END
    + [payment IN payments[..50] | {kind: 'Payment', id: payment.id}] AS evidence
ORDER BY subjectId, key
