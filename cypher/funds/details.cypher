// What a payment's card does not carry: to whom and into which account; what is out of scope has no card.
UNWIND $ids AS id
MATCH (payment:Payment {id: id})-[:PAID_TO]->(payee:Person|Household|Company|Agency)
OPTIONAL MATCH (payment)-[:INTO]->(account:Account)
OPTIONAL MATCH (payment)-[:CORRECTS]->(corrected:Payment)
WITH payment, payee, account, corrected, any(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix) AS seen
RETURN payment.id AS id, payment.kind AS kind, toString(payment.recordedOn) AS recordedOn,
       toString(payment.periodFrom) AS periodFrom, toString(payment.periodTo) AS periodTo,
       CASE WHEN NOT seen THEN null
            WHEN payee:Person THEN {label: 'PERSON', id: payee.id, name: payee.name, regionCode: payee.regionCode, idNumber: payee.idNumber,
              sex: payee.sex, bornOn: toString(payee.bornOn), birthOrder: payee.birthOrder}
            WHEN payee:Household THEN {label: 'HOUSEHOLD', id: payee.id, regionCode: payee.regionCode, kind: payee.kind}
            WHEN payee:Company THEN {label: 'COMPANY', id: payee.id, name: payee.name, regionCode: payee.regionCode, kind: payee.kind}
            ELSE {label: 'AGENCY', id: payee.id, name: payee.name, regionCode: payee.regionCode} END AS payee,
       CASE WHEN seen AND account IS NOT NULL THEN {id: account.id, number: account.number, bank: account.bank}
         ELSE null END AS account,
       corrected.id AS correctsId
ORDER BY id
