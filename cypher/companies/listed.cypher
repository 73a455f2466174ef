// One page of them in an order; those founded last first, those without a day last.
WITH company, CASE $order WHEN 'NAME' THEN company.name WHEN 'ESTABLISHED_ON'
  THEN coalesce(0 - duration.inDays(date('1970-01-01'), company.establishedOn).days, 1000000) ELSE company.id END AS key
WHERE $afterKey IS NULL OR key > $afterKey OR key = $afterKey AND company.id > $afterId
RETURN key, {id: company.id, name: company.name, regionCode: company.regionCode, kind: company.kind} AS node
ORDER BY key, company.id
LIMIT $limit
