// One page of them in an order.
WITH programme, CASE $order WHEN 'NAME' THEN programme.name ELSE programme.id END AS key
WHERE $afterKey IS NULL OR key > $afterKey OR key = $afterKey AND programme.id > $afterId
RETURN key, {id: programme.id, name: programme.name} AS node
ORDER BY key, programme.id
LIMIT $limit
