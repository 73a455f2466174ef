RETURN official.id AS id, official.name AS name, official.regionCode AS regionCode, official.idNumber AS idNumber,
       official.sex AS sex, toString(official.bornOn) AS bornOn, official.birthOrder AS birthOrder
