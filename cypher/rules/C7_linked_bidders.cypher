// id = "C7"
// title = "Linked bidders"
// title_zh = "关联投标人参加同一标段"
// subject = "Tender"
// severity = "HIGH"
// localities = ["P10"]
// legalBasis = ["Regulations on the Implementation of the Tendering and Bidding Law (2019), art. 34, 39 and 40"]
// why = "Two bidders that share who decides, kin, an address, a telephone, an agent or a bond account may have agreed who wins."
// exceptions = ["holdings below half", "ties that had ended or not begun when bids were opened"]
// needs = ["data:TENDERS", "data:COMPANIES", "data:KINSHIPS"]
// candidates = "EXISTS { (t)<-[:UNDER]-(:Bid) }"
// measure = "INTEGER"
// explain = "{name}: the bidders {companies}{persons} had in common on {on}: {shared} (kin: {chain}). Of the two, {won} won."
// explain_zh = "{name}：{on}开标时投标人{companies}{persons}存在共同点：{shared}（亲属关系：{chain}），其中{won}家中标。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// shared = ["CONTROLLER", "LEGAL_REPRESENTATIVE", "HOLDER", "BIDDER", "KIN", "ADDRESS", "PHONE", "AGENT", "BOND_ACCOUNT"]
// companies = "COMPANY"
// persons = "PERSON"
// chain = "CHAIN"
// won = "INTEGER"
// on = "DATE"
// [params]
// holderShare = 500000           # millionths of a company from which a holder is behind it
// [touched]
// Tender = "UNWIND $changed AS id MATCH (t:Tender {id: id}) RETURN t.id AS subjectId"
// Bid = "UNWIND $changed AS id MATCH (b:Bid {id: id})-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
// Company = "UNWIND $changed AS id MATCH (c:Company {id: id})<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
// Person = "UNWIND $changed AS id MATCH (:Person {id: id})-[:SAME_PERSON*0..1]-(:Person)-[:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|CONTROLLER_OF*0..1]->(:Person|Company)<-[:BY|SUBMITTED_BY]-(:Bid)-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
// SHAREHOLDER_OF = "MATCH ()-[tie:SHAREHOLDER_OF]->(:Company)<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) WHERE tie.id IN $changed RETURN DISTINCT t.id AS subjectId"
// LEGAL_REPRESENTATIVE_OF = "MATCH ()-[tie:LEGAL_REPRESENTATIVE_OF]->(:Company)<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) WHERE tie.id IN $changed RETURN DISTINCT t.id AS subjectId"
// CONTROLLER_OF = "MATCH ()-[tie:CONTROLLER_OF]->(:Company)<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) WHERE tie.id IN $changed RETURN DISTINCT t.id AS subjectId"
// PARENT_OF = "MATCH (:Person)-[link:PARENT_OF]->(k:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(:Person)-[:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|CONTROLLER_OF*0..1]->(:Person|Company)<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
// SPOUSE_OF = "MATCH (:Person)-[link:SPOUSE_OF]->(k:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(:Person)-[:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|CONTROLLER_OF*0..1]->(:Person|Company)<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
// SIBLING_OF = "MATCH (:Person)-[link:SIBLING_OF]->(k:Person) WHERE link.id IN $changed MATCH (k)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF*0..4]-(:Person)-[:SHAREHOLDER_OF|LEGAL_REPRESENTATIVE_OF|CONTROLLER_OF*0..1]->(:Person|Company)<-[:BY]-(:Bid)-[:UNDER]->(t:Tender) RETURN DISTINCT t.id AS subjectId"
UNWIND $subjects AS subjectId
MATCH (tender:Tender {id: subjectId})
WITH subjectId, tender, coalesce(tender.bidsOpenedOn, tender.bidsDueOn, tender.noticeOn, date($asOf)) AS day WHERE day <= date($asOf)
// At a bidder's side on that day: itself, who represents or controls it, who holds half of it; also an agent and a bond account.
CALL (tender, day) {
  CALL (tender, day) {
    MATCH (tender:Tender)<-[:UNDER]-(bid:Bid)-[:BY]->(bidder:Company|Person)
    MATCH (bid:Bid)-[way:BY|SUBMITTED_BY|FROM]->(party:Company|Person|Account)
    RETURN bidder.id AS bidderId, CASE type(way) WHEN 'BY' THEN 'BIDDER' WHEN 'FROM' THEN 'BOND_ACCOUNT' ELSE 'AGENT' END AS word,
      replace(type(way), 'BY', '') + coalesce(party.sameAs, party.id) AS who, CASE WHEN type(way) = 'BY' AND party:Person THEN party.id END AS personId,
      0 AS share, {kind: CASE WHEN party:Company THEN 'Company' WHEN party:Person THEN 'Person' ELSE 'Account' END, of: party.id} AS step
    UNION ALL
    MATCH (tender:Tender)<-[:UNDER]-(bid:Bid)-[:BY]->(bidder:Company|Person)
    MATCH (bidder:Company|Person)<-[tie:LEGAL_REPRESENTATIVE_OF|CONTROLLER_OF|SHAREHOLDER_OF]-(holder:Company|Person)
    WHERE coalesce(tie.from <= day, true) AND coalesce(day <= tie.to, true)
    RETURN bidder.id AS bidderId, replace(replace(type(tie), 'SHARE', ''), '_OF', '') AS word, coalesce(holder.sameAs, holder.id) AS who,
      CASE WHEN holder:Person THEN holder.id END AS personId, tie.share AS share, {kind: type(tie), of: tie.id} AS step
  }
  WITH bidderId, word, who, personId, share, step ORDER BY word, step.of
  WITH bidderId, who, min(personId) AS personId, sum(share) AS share, collect(DISTINCT word) AS words, collect(step) AS steps
  WITH bidderId, who, personId, [word IN words WHERE word <> 'HOLDER' OR share >= $holderShare] AS words, steps WHERE words <> []
  RETURN collect({bidder: bidderId, who: who, person: personId, words: words, steps: steps}) AS sides
}
// Kin by up to four steps have somebody within two steps of both; most bidders have nobody, which is soon seen.
CALL (sides) {
  UNWIND [side IN sides WHERE side.person IS NOT NULL] AS one
  MATCH (:Person {id: one.person})-[:SAME_PERSON*0..1]-(person:Person)
  UNWIND [person.id] + [(person:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(near:Person) | near.id]
    + [(person:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(:Person)-[:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(far:Person) | far.id] AS middle
  WITH middle, collect(DISTINCT one.bidder) AS those WHERE size(those) > 1
  RETURN collect(those) AS close
}
CALL (tender, day, sides, close) {
  UNWIND sides AS one UNWIND [side IN sides WHERE side.who = one.who AND side.bidder > one.bidder] AS other
  WITH one, other, [word IN one.words WHERE word IN other.words] AS words
  RETURN [one.bidder, other.bidder] AS pair, CASE WHEN words = [] THEN ['BIDDER'] ELSE words END AS words,
    one.steps + [step IN other.steps WHERE NOT step IN one.steps] AS steps, '' AS chain, [] AS path
  UNION ALL
  MATCH (tender:Tender)<-[:UNDER]-(bid:Bid)-[:BY]->(bidder:Company|Person)
  MATCH (bid:Bid)-[:BY*0..1]->(party:Bid|Company|Person)-[:AT|REACHED_BY]->(contact:Address|Phone)
  WITH contact, collect(DISTINCT bidder.id) AS those WHERE size(those) > 1
  UNWIND those AS one UNWIND [other IN those WHERE other > one] AS other
  RETURN [one, other] AS pair, [CASE WHEN contact:Phone THEN 'PHONE' ELSE 'ADDRESS' END] AS words, [] AS steps, '' AS chain, [] AS path
  UNION ALL
  UNWIND [side IN sides WHERE side.person IS NOT NULL AND any(those IN close WHERE side.bidder IN those)] AS one
  MATCH (:Person {id: one.person})-[:SAME_PERSON*0..1]-(owner:Person)
  WITH sides, day, one, owner, [side IN sides WHERE side.bidder <> one.bidder | side.who] AS rivals
  CALL (owner, day, rivals) {
    CALL (owner) {
      // kin AVOIDANCE of owner
    }
    MATCH (kin:Person) WHERE coalesce(kin.sameAs, kin.id) IN rivals AND coalesce(since <= day, true) AND coalesce(day <= until, true)
    RETURN coalesce(kin.sameAs, kin.id) AS rival, chain, path
  }
  UNWIND [side IN sides WHERE side.who = rival AND side.bidder <> one.bidder] AS other
  RETURN CASE WHEN one.bidder < other.bidder THEN [one.bidder, other.bidder] ELSE [other.bidder, one.bidder] END AS pair, ['KIN'] AS words,
    one.steps + [step IN other.steps WHERE NOT step IN one.steps] AS steps, chain, path
}
WITH subjectId, tender, day, pair, words, steps, chain, path ORDER BY size(chain), chain, head(words), head(steps).of, last(steps).of, path
WITH subjectId, tender, day, pair, collect(words) AS words, collect(steps) AS steps,
  head(collect(CASE WHEN chain <> '' THEN {chain: chain, path: path} END)) AS kinship
CALL (tender, pair) {
  MATCH (tender:Tender)<-[:UNDER]-(bid:Bid)-[:BY]->(bidder:Company|Person) WHERE bidder.id IN pair
  WITH bid.status AS status, CASE WHEN bidder:Company THEN 'Company' ELSE 'Person' END AS kind, bid.id AS bidId, bidder.id AS bidderId ORDER BY bidderId
  RETURN sum(CASE status WHEN 'WON' THEN 1 ELSE 0 END) AS won, collect({kind: kind, of: bidderId}) AS bidders, collect({kind: 'Bid', of: bidId}) AS bids
}
WITH *, reduce(list = [], some IN words | list + [word IN some WHERE NOT word IN list]) AS shared,
  reduce(list = [{kind: 'Tender', of: subjectId}] + bids + bidders, some IN steps[..50] | list + [step IN some WHERE NOT step IN list]) AS proof
RETURN subjectId, head(pair) + ';' + last(pair) AS key, size(shared) AS measure,
  {shared: shared, companies: [b IN bidders WHERE b.kind = 'Company' | b.of], persons: [b IN bidders WHERE b.kind = 'Person' | b.of], chain: kinship.chain,
    won: won, on: toString(day)} AS facts, [step IN proof | tender {kind: step.kind, id: step.of}] + coalesce(kinship.path, []) AS evidence
ORDER BY subjectId, key
