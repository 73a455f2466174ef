// Every way from the official to a relative in at most $hops kin steps, least way first, by ids, with
// the days between which all its marriages hold. Siblings are links of their own, so a way never
// goes up to a parent and down again. Where anyone has several records (`several`),
// the ways are to be asked for through all of them.
CALL (official) {
  CALL (official) {
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    RETURN [official.id, kin.id] AS ids, [a] AS links, kin.sameAs AS who
    UNION ALL
    WITH official WHERE $hops >= 2
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    WHERE kin.id <> official.id
    RETURN [official.id, x.id, kin.id] AS ids, [a, b] AS links, kin.sameAs AS who
    UNION ALL
    WITH official WHERE $hops >= 3
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    WHERE y.id <> official.id AND NOT kin.id IN [official.id, x.id]
    RETURN [official.id, x.id, y.id, kin.id] AS ids, [a, b, c] AS links, kin.sameAs AS who
    UNION ALL
    WITH official WHERE $hops >= 4
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(z)-[d:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    WHERE y.id <> official.id AND NOT z.id IN [official.id, x.id] AND NOT kin.id IN [official.id, x.id, y.id]
    RETURN [official.id, x.id, y.id, z.id, kin.id] AS ids, [a, b, c, d] AS links, kin.sameAs AS who
  }
  WITH ids, links, who, [link IN links | link.id] AS linkIds, reduce(way = '', i IN range(0, size(links) - 1) | way + CASE type(links[i])
         WHEN 'SPOUSE_OF' THEN 's' WHEN 'SIBLING_OF' THEN 'b'
         ELSE CASE WHEN startNode(links[i]).id = ids[i] THEN 'c' ELSE 'p' END END) AS chain
  WHERE NOT chain CONTAINS 'pc'
  WITH *
  ORDER BY size(ids), chain, ids, linkIds
  LIMIT $mostWays + 1
  RETURN collect({ids: ids, linkIds: linkIds, chain: chain,
    from: reduce(day = null, link IN links | CASE WHEN link.from IS NULL OR day >= link.from THEN day ELSE link.from END),
    to: reduce(day = null, link IN links | CASE WHEN link.to IS NULL OR day <= link.to THEN day ELSE link.to END)}) AS found, count(who) AS same
}
WITH found[0..$mostWays] AS ways, size(found) > $mostWays AS truncated,
  official.sameAs IS NOT NULL OR same > 0 AS several
