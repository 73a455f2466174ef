// One page of them in an order; the youngest first, those without a day of birth last.
WITH person, CASE $order WHEN 'NAME' THEN person.name WHEN 'BORN_ON'
  THEN coalesce(0 - duration.inDays(date('1970-01-01'), person.bornOn).days, 1000000) ELSE person.id END AS key
WHERE $afterKey IS NULL OR key > $afterKey OR key = $afterKey AND person.id > $afterId
RETURN key, {id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber, sex: person.sex,
  bornOn: toString(person.bornOn), birthOrder: person.birthOrder} AS node
ORDER BY key, person.id
LIMIT $limit
