//! title = {en = "Officials who were paid aid for the poor while in office", zh = "任职期间本人领取困难救助的干部"}
//! sensitivity = "PERSONAL"
//!
//! [parameters.bases]
//! title = {en = "What entitles someone to the programmes", zh = "补贴的认定方式"}
//! type = "WORD"
//! several = true
//! words = ["UNIVERSAL", "ENTITLEMENT", "MEANS_TESTED", "SELECTED", "SURVIVOR"]
//! default = ["MEANS_TESTED", "SELECTED"]
//!
//! [columns.official]
//! title = {en = "The official", zh = "干部"}
//! type = "PERSON"
//!
//! [columns.post]
//! title = {en = "The post then held", zh = "当时职务"}
//! type = "POST"
//!
//! [columns.programme]
//! title = {en = "The programme", zh = "补贴项目"}
//! type = "PROGRAMME"
//!
//! [columns.payments]
//! title = {en = "Payments to the official or the household", zh = "本人或本户领取笔数"}
//! type = "INTEGER"
//!
//! [columns.amount]
//! title = {en = "What they come to", zh = "领取金额"}
//! type = "MONEY"
MATCH (official:Official)-[held:HOLDS]->(post:Post)
WHERE any(prefix IN $scope WHERE official.regionCode STARTS WITH prefix)
CALL (official) {
  MATCH (official)<-[:PAID_TO]-(payment:Payment)
  RETURN payment
  UNION
  MATCH (official)-[member:MEMBER_OF]->(:Household)<-[:PAID_TO]-(payment:Payment)
  WHERE (member.from IS NULL OR member.from <= payment.paidOn) AND (member.to IS NULL OR payment.paidOn <= member.to)
  RETURN payment
}
WITH official, post, held, payment
WHERE (held.from IS NULL OR held.from <= payment.paidOn) AND (held.to IS NULL OR payment.paidOn <= held.to)
  AND coalesce(payment.status, 'PAID') = 'PAID'
MATCH (payment)-[:UNDER]->(programme:Programme)
WHERE programme.basis IN $bases
RETURN official.id AS official, post.id AS post, programme.id AS programme, count(DISTINCT payment) AS payments,
  sum(payment.amountFen) AS amount
ORDER BY amount DESC, official, post, programme
