// How each is kin to the others.
RETURN id, truncated, several, [way IN shown | {ids: way.ids, linkIds: way.linkIds, chain: way.chain}] AS ways, kin
ORDER BY id, several
