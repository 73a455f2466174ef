//! title = {en = "People paid after their death", zh = "死亡后仍领取补贴的人员"}
//! sensitivity = "PERSONAL"
//!
//! [parameters.region]
//! title = {en = "Where they lived; everywhere if absent", zh = "所在地区，缺省为全部"}
//! type = "REGION"
//! optional = true
//!
//! [parameters.days]
//! title = {en = "Days after the death in which a payment may still be under way", zh = "死亡后仍可能在途的天数"}
//! type = "INTEGER"
//! default = 31
//!
//! [columns.payee]
//! title = {en = "Who was paid", zh = "领取人"}
//! type = "PERSON"
//!
//! [columns.diedOn]
//! title = {en = "Day of death", zh = "死亡日期"}
//! type = "DATE"
//!
//! [columns.payments]
//! title = {en = "Payments after that", zh = "死亡后发放笔数"}
//! type = "INTEGER"
//!
//! [columns.amount]
//! title = {en = "What they come to", zh = "死亡后发放金额"}
//! type = "MONEY"
//!
//! [columns.last]
//! title = {en = "Day of the last", zh = "最后一笔日期"}
//! type = "DATE"
MATCH (payee:Person)
WHERE payee.diedOn IS NOT NULL AND ($region IS NULL OR payee.regionCode STARTS WITH $region)
  AND any(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix)
MATCH (payee)<-[:PAID_TO]-(payment:Payment)
WHERE payment.paidOn > payee.diedOn AND duration.inDays(payee.diedOn, payment.paidOn).days > $days
  AND coalesce(payment.status, 'PAID') = 'PAID' AND NOT EXISTS { MATCH (payment)<-[:CORRECTS]-(:Payment) }
WITH payee, count(*) AS payments, sum(payment.amountFen) AS amount, max(payment.paidOn) AS last
RETURN payee.id AS payee, toString(payee.diedOn) AS diedOn, payments, amount, toString(last) AS last
ORDER BY amount DESC, payee
