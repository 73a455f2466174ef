// id = "C8"
// title = "Price pattern"
// title_zh = "报价异常规律"
// subject = "Tender"
// severity = "MEDIUM"
// localities = ["P10"]
// legalBasis = ["Regulations on the Implementation of the Tendering and Bidding Law (2019), art. 39 and 40"]
// why = "Bidders who reckon alone do not arrive at equal prices, at prices in equal steps, or again and again a hair above the winner."
// exceptions = ["methods with a fixed price", "lots that are drawn"]
// needs = ["Bid.priceFen", "Tender.method", "data:TENDERS"]
// candidates = "EXISTS { (t)<-[:UNDER]-(:Bid) }"
// measure = "SHARE"
// explain = "{name}: the prices of {bids} bids show a pattern ({patterns}); the lowest is {lowest}, and the next of those admitted lies {measure} above."
// explain_zh = "{name}：{bids}家报价呈现规律（{patterns}）；最低有效报价{lowest}元，次低报价高出{measure}。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// patterns = ["EQUAL", "ARITHMETIC", "GEOMETRIC", "CLOSE"]
// bids = "INTEGER"
// lowest = "MONEY"
// next = "MONEY"
// lots = "INTEGER"
// [params]
// fixed = ["LOTTERY", "DIRECT", "SINGLE_SOURCE", "FRAMEWORK"] # methods where the price is fixed or lots are drawn
// tolerance = 500                # millionths of the price by which equal steps may differ
// fewestLots = 20                # lots of a county from which it can be said how close bids usually are
// [touched]
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id}) RETURN t.id AS subjectId"
// Bid = "UNWIND $changed AS id MATCH (b:Bid {id: id})-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
// [peers]
// statement = """
// MATCH (tender:Tender)
// WHERE NOT tender.method IN $fixed AND coalesce(tender.bidsOpenedOn, tender.bidsDueOn, tender.noticeOn, date($asOf)) <= date($asOf)
// CALL (tender) {
//   MATCH (tender)<-[:UNDER]-(bid:Bid)
//   WHERE bid.status IN ['VALID', 'WON'] AND bid.priceFen > 0
//   WITH bid.priceFen AS price ORDER BY price LIMIT 2
//   RETURN min(price) AS lowest, max(price) AS next
// }
// WITH coalesce(head([(tender)-[:BOUGHT_BY]->(buyer:Agency) | buyer.county]), head([(tender)-[:FOR]->(project:Project) | project.county]), '') AS county,
//   lowest, next
// WHERE next > lowest
// WITH county, round(1000000 * log((next - lowest) * 1.0 / lowest)) AS gap ORDER BY county, gap
// WITH county, collect(gap) AS gaps
// WITH county, gaps, size(gaps) AS lots, size(gaps) - 1 AS rank WHERE lots >= $fewestLots
// WITH county, lots, last(gaps[..(rank / 4 + 1)]) * (4 - rank % 4) + last(gaps[..(rank / 4 + 2)]) * (rank % 4) AS lower,
//   last(gaps[..(3 * rank / 4 + 1)]) * (4 - 3 * rank % 4) + last(gaps[..(3 * rank / 4 + 2)]) * (3 * rank % 4) AS upper
// RETURN county, lots, 5 * lower - 3 * upper AS fence
// ORDER BY county"""
// group = "county"
UNWIND $subjects AS subjectId
MATCH (tender:Tender {id: subjectId})
WHERE NOT tender.method IN $fixed AND coalesce(tender.bidsOpenedOn, tender.bidsDueOn, tender.noticeOn, date($asOf)) <= date($asOf)
CALL (tender) {
  MATCH (tender)<-[:UNDER]-(bid:Bid)
  WHERE bid.status <> 'WITHDRAWN' AND bid.priceFen > 0
  WITH bid.id AS id, bid.priceFen AS price, bid.status AS status ORDER BY price, id
  RETURN collect(id) AS bids, collect(price) AS prices, collect(CASE WHEN status <> 'REJECTED' THEN price END)[..2] AS least
}
WITH subjectId, bids, prices, head(least) AS lowest, last(least) AS next,
  coalesce(head([(tender)-[:BOUGHT_BY]->(buyer:Agency) | buyer.county]), head([(tender)-[:FOR]->(project:Project) | project.county]), '') AS county
WHERE size(least) = 2
// Any four in a row of the prices in order: steps alike, or ratios alike.
CALL (prices) {
  UNWIND range(4, size(prices)) AS n
  WITH last(prices[..(n - 3)]) AS one, last(prices[..(n - 2)]) AS two, last(prices[..(n - 1)]) AS three, last(prices[..n]) AS four
  WITH one, [two - one, three - two, four - three] AS steps, [two * 1000000 / one, three * 1000000 / two, four * 1000000 / three] AS ratios
  RETURN max(CASE WHEN all(a IN steps WHERE all(b IN steps WHERE abs(a - b) * 1000000 <= one * $tolerance)) THEN 1 ELSE 0 END) AS arithmetic,
    max(CASE WHEN all(a IN ratios WHERE all(b IN ratios WHERE abs(a - b) <= $tolerance)) THEN 1 ELSE 0 END) AS geometric
}
// The fence, in eighths of a millionth, is the lower quartile less one and a half times the distance between the quartiles.
WITH *, head([peer IN $peers WHERE peer.county = county]) AS usual
WITH *, [pattern IN [CASE WHEN any(n IN range(2, size(prices)) WHERE last(prices[..n]) = last(prices[..(n - 1)])) THEN 'EQUAL' END,
    CASE arithmetic WHEN 1 THEN 'ARITHMETIC' END, CASE geometric WHEN 1 THEN 'GEOMETRIC' END,
    CASE WHEN next > lowest AND 8 * round(1000000 * log((next - lowest) * 1.0 / lowest)) <= usual.fence THEN 'CLOSE' END]
  WHERE pattern IS NOT NULL] AS patterns
WHERE patterns <> []
RETURN subjectId, '-' AS key, (next - lowest) * 1000000 / lowest AS measure,
  {patterns: patterns, bids: size(bids), lowest: lowest, next: next, lots: usual.lots} AS facts,
  [{kind: 'Tender', id: subjectId}] + [id IN bids[..50] | {kind: 'Bid', id: id}] AS evidence
ORDER BY subjectId, key
