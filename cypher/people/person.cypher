RETURN person.id AS id, person.name AS name, person.regionCode AS regionCode, person.idNumber AS idNumber,
       person.sex AS sex, toString(person.bornOn) AS bornOn, person.birthOrder AS birthOrder
