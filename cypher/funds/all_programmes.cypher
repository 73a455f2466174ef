// Every programme, of a kind of fund.
// scope: none, because programmes are public.
MATCH (programme:Programme)
WHERE $fundKind IS NULL OR programme.fundKind = $fundKind
WITH programme
