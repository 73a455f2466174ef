// One page of them in an order; the largest budget or the last approved first, those without one last.
WITH project, CASE $order WHEN 'NAME' THEN project.name WHEN 'BUDGET' THEN coalesce(0 - project.budgetFen, 1)
  ELSE coalesce(0 - duration.inDays(date('1970-01-01'), project.approvedOn).days, 1000000) END AS key
WHERE $afterKey IS NULL OR key > $afterKey OR key = $afterKey AND project.id > $afterId
RETURN key, {id: project.id, name: project.name, kind: project.kind, year: project.year, budgetFen: project.budgetFen,
  regionCode: project.regionCode} AS node
ORDER BY key, project.id
LIMIT $limit
