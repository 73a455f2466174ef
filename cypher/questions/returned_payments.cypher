//! title = {en = "Programmes by how much of their money came back", zh = "各项目退回资金情况"}
//! sensitivity = "GENERAL"
//!
//! [parameters.from]
//! title = {en = "First day", zh = "起始日期"}
//! type = "DATE"
//! default = "1900-01-01"
//!
//! [parameters.to]
//! title = {en = "Last day", zh = "截止日期"}
//! type = "DATE"
//! default = "2100-12-31"
//!
//! [parameters.fewest]
//! title = {en = "Fewest payments that came back", zh = "退回的最少笔数"}
//! type = "INTEGER"
//! default = 10
//!
//! [columns.programme]
//! title = {en = "The programme", zh = "补贴项目"}
//! type = "PROGRAMME"
//!
//! [columns.payments]
//! title = {en = "Payments that came back", zh = "退回笔数"}
//! type = "INTEGER"
//!
//! [columns.amount]
//! title = {en = "What they come to", zh = "退回金额"}
//! type = "MONEY"
MATCH (programme:Programme)<-[:UNDER]-(payment:Payment)
WHERE payment.status IN ['RETURNED', 'REVERSED'] AND payment.paidOn >= date($from) AND payment.paidOn <= date($to)
  AND any(prefix IN $scope WHERE payment.regionCode STARTS WITH prefix)
WITH programme, count(*) AS payments, sum(payment.amountFen) AS amount
WHERE payments >= $fewest AND payments >= 10
RETURN programme.id AS programme, payments, amount
ORDER BY amount DESC, programme
