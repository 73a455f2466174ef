//! title = {en = "Companies awarded a contract soon after they were founded", zh = "成立不久即中标的企业"}
//! sensitivity = "PERSONAL"
//!
//! [parameters.days]
//! title = {en = "Most days between founding and award", zh = "成立至中标的最多天数"}
//! type = "INTEGER"
//! default = 180
//!
//! [parameters.least]
//! title = {en = "Least amount of the contract", zh = "合同最低金额"}
//! type = "MONEY"
//! default = "100000"
//!
//! [columns.company]
//! title = {en = "The company", zh = "企业"}
//! type = "COMPANY"
//!
//! [columns.contract]
//! title = {en = "The contract", zh = "合同"}
//! type = "CONTRACT"
//!
//! [columns.days]
//! title = {en = "Days from founding to award", zh = "成立至中标天数"}
//! type = "INTEGER"
//!
//! [columns.amount]
//! title = {en = "Amount of the contract", zh = "合同金额"}
//! type = "MONEY"
MATCH (contract:Contract)-[:BY]->(company:Company)
WHERE contract.awardedOn >= company.establishedOn AND contract.amountFen >= $least
  AND any(prefix IN $scope WHERE company.regionCode STARTS WITH prefix)
WITH company, contract, duration.inDays(company.establishedOn, contract.awardedOn).days AS days
WHERE days <= $days
RETURN company.id AS company, contract.id AS contract, days, contract.amountFen AS amount
ORDER BY days, contract
