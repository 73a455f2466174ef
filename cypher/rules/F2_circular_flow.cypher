// id = "F2"
// title = "Circular flow"
// title_zh = "资金闭环回流"
// subject = "Account"
// severity = "HIGH"
// localities = ["P7"]
// legalBasis = ["Regulations on Penalties for Fiscal Violations (2011), art. 6"]
// why = "Public money that comes back to where it set out within weeks paid for nothing, or covered something up."
// exceptions = ["bonds and refunds", "returns", "wages", "cash", "transfers between accounts of one owner", "much more than what set out, which is other money"]
// needs = ["data:ACCOUNTS", "data:TRANSFERS"]
// candidates = "EXISTS { MATCH (a)-[t:TRANSFER]->(b:Account) WHERE b.id > a.id AND coalesce(t.kind, 'TRANSFER') = 'TRANSFER' } AND EXISTS { MATCH (a)<-[t:TRANSFER]-(b:Account) WHERE b.id > a.id AND coalesce(t.kind, 'TRANSFER') = 'TRANSFER' }"
// measure = "SHARE"
// explain = "{sent} left {origin} on {firstOn}; {count} transfers and {days} days later, on {lastOn}, {returned} came back to it. Public funds lie in {publicAccounts}."
// explain_zh = "{firstOn}自账户{origin}转出{sent}元，经{count}笔转账、{days}天后，于{lastOn}回流{returned}元；其中公共资金账户：{publicAccounts}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// origin = "ACCOUNT"
// publicAccounts = "ACCOUNT"
// count = "INTEGER"
// sent = "MONEY"
// returned = "MONEY"
// firstOn = "DATE"
// lastOn = "DATE"
// days = "INTEGER"
// missing = ["AUTHORISATION"]
// [params]
// withinDays = 90                # most days from the first transfer to the last
// retained = 700000              # millionths of the first amount that each later transfer carries at least
// most = 1500000                 # millionths of the first amount above which what comes back is other money
// [touched]
// Account = "UNWIND $changed AS id MATCH (:Account {id: id})-[:TRANSFER*0..3]->(a:Account) RETURN DISTINCT a.id AS subjectId"
// TRANSFER = "MATCH (:Account)-[t:TRANSFER]->(to:Account) WHERE t.id IN $changed MATCH (to)-[:TRANSFER*0..3]->(a:Account) RETURN DISTINCT a.id AS subjectId"
// OWNED_BY = "MATCH (from:Account)-[o:OWNED_BY]->() WHERE o.id IN $changed MATCH (from)-[:TRANSFER*0..3]->(a:Account) RETURN DISTINCT a.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (one:Account {id: subjectId})
// Circles of two to four accounts, each told by the least of them; it may begin at any.
CALL (one) {
  MATCH (one)-[a:TRANSFER]->(two:Account)-[b:TRANSFER]->(one)
  WHERE two.id > one.id AND coalesce(a.kind, 'TRANSFER') = 'TRANSFER' AND coalesce(b.kind, 'TRANSFER') = 'TRANSFER'
  RETURN [a, b] AS links
  UNION ALL
  MATCH (one)-[a:TRANSFER]->(two:Account)
  WHERE two.id > one.id AND coalesce(a.kind, 'TRANSFER') = 'TRANSFER'
  MATCH (two)-[b:TRANSFER]->(three:Account)
  WHERE three.id > one.id AND three.id <> two.id AND coalesce(b.kind, 'TRANSFER') = 'TRANSFER' AND abs(b.at - a.at) <= $withinDays * 86400000
  MATCH (three)-[c:TRANSFER]->(four:Account)
  WHERE four.id >= one.id AND four.id <> two.id AND four.id <> three.id AND coalesce(c.kind, 'TRANSFER') = 'TRANSFER'
    AND abs(c.at - a.at) <= $withinDays * 86400000
  OPTIONAL MATCH (four)-[d:TRANSFER]->(one)
  WHERE four.id <> one.id AND coalesce(d.kind, 'TRANSFER') = 'TRANSFER'
  WITH [link IN [a, b, c, d] WHERE link IS NOT NULL] AS links, four.id = one.id OR d IS NOT NULL AS closed
  WHERE closed
  RETURN links
}
CALL (links) {
  UNWIND links AS link
  WITH link ORDER BY link.at
  RETURN count(DISTINCT link.at) AS instants, collect({of: link.id, from: startNode(link).id, to: endNode(link).id, time: link.at,
    fen: link.amountFen, seen: link.authorisation IS NOT NULL}) AS steps
}
WITH subjectId, steps, instants, steps[0] AS first, steps[-1] AS last
// In order of time each sets out from where the one before arrived, and carries enough of the first.
WHERE instants = size(steps) AND last.time - first.time <= $withinDays * 86400000
  AND first.fen > 0 AND last.fen * 1000000 <= first.fen * $most AND all(step IN steps WHERE step.fen * 1000000 >= first.fen * $retained)
  AND reduce(here = first.from, step IN steps | CASE WHEN step.from = here THEN step.to END) = first.from
  AND (last.time + 28800000) / 86400000 <= duration.inDays(date('1970-01-01'), date($asOf)).days
// Who owns the two ends: one owner moves their own money, and a private account is looked at with an authorisation only.
CALL (steps) {
  UNWIND steps AS step
  MATCH (from:Account {id: step.from})
  MATCH (to:Account {id: step.to})
  WITH step, from, [(from)-[tie:OWNED_BY]->(owner) WHERE tie.role IN ['OWNER', 'JOINT'] | coalesce(owner.sameAs, owner.id)] AS givers,
    [(to)-[tie:OWNED_BY]->(owner) WHERE tie.role IN ['OWNER', 'JOINT'] | coalesce(owner.sameAs, owner.id)] AS takers,
    EXISTS { MATCH (from)-[tie:OWNED_BY]->(:Person|Household) WHERE tie.role IN ['OWNER', 'JOINT'] }
      OR EXISTS { MATCH (to)-[tie:OWNED_BY]->(:Person|Household) WHERE tie.role IN ['OWNER', 'JOINT'] } AS isPrivate
  ORDER BY step.time
  RETURN collect(CASE WHEN from.purpose = 'PUBLIC_FUND' THEN from.id END) AS publicAccounts,
    sum(CASE WHEN any(giver IN givers WHERE giver IN takers) THEN 1 ELSE 0 END) AS ownMoves,
    sum(CASE WHEN isPrivate AND NOT step.seen THEN 1 ELSE 0 END) AS unseen
}
WITH * WHERE size(publicAccounts) > 0 AND ownMoves = 0
WITH *, date('1970-01-01') + duration({days: (first.time + 28800000) / 86400000}) AS firstOn,
  date('1970-01-01') + duration({days: (last.time + 28800000) / 86400000}) AS lastOn
RETURN subjectId, reduce(ids = first.of, step IN steps[1..] | ids + ';' + step.of) AS key,
  CASE unseen WHEN 0
    THEN reduce(least = last.fen, step IN steps[1..] | CASE WHEN step.fen < least THEN step.fen ELSE least END) * 1000000 / first.fen END AS measure,
  CASE WHEN unseen > 0 THEN {missing: 'AUTHORISATION'} ELSE {origin: first.from, publicAccounts: publicAccounts, count: size(steps), sent: first.fen,
    returned: last.fen, firstOn: toString(firstOn), lastOn: toString(lastOn), days: duration.inDays(firstOn, lastOn).days} END AS facts,
  reduce(proof = [{kind: 'Account', id: subjectId}], step IN steps | proof + [{kind: 'TRANSFER', id: step.of}, {kind: 'Account', id: step.to}]) AS evidence
ORDER BY subjectId, key
