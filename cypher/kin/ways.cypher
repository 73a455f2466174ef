// Every way from the official to a relative in at most $hops kin steps, least way first, by ids, with
// the days between which all its marriages hold. Siblings are links of their own, so a way never
// goes up to a parent and down again. Of whoever has several records `who` is the
// least, and the ways are to be asked for through all of them.
CALL (official) {
  CALL (official) {
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(relative)
    RETURN [official.id, relative.id] AS ids, [a] AS links, relative.sameAs AS who
    UNION ALL
    WITH official WHERE $hops >= 2
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(relative)
    WHERE relative.id <> official.id
    RETURN [official.id, x.id, relative.id] AS ids, [a, b] AS links, relative.sameAs AS who
    UNION ALL
    WITH official WHERE $hops >= 3
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(relative)
    WHERE y.id <> official.id AND NOT relative.id IN [official.id, x.id]
    RETURN [official.id, x.id, y.id, relative.id] AS ids, [a, b, c] AS links, relative.sameAs AS who
    UNION ALL
    WITH official WHERE $hops >= 4
    MATCH (official)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(z)-[d:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(relative)
    WHERE y.id <> official.id AND NOT z.id IN [official.id, x.id] AND NOT relative.id IN [official.id, x.id, y.id]
    RETURN [official.id, x.id, y.id, z.id, relative.id] AS ids, [a, b, c, d] AS links, relative.sameAs AS who
  }
  WITH ids, links, who, reduce(letters = '', i IN range(0, size(links) - 1) | letters + CASE type(links[i])
         WHEN 'SPOUSE_OF' THEN 's' WHEN 'SIBLING_OF' THEN 'b'
         ELSE CASE WHEN startNode(links[i]).id = ids[i] THEN 'c' ELSE 'p' END END) AS chain
  WHERE NOT chain CONTAINS 'pc'
  WITH ids, links, who, chain, [link IN links | link.id] AS linkIds
  ORDER BY size(linkIds), chain, ids, linkIds
  LIMIT $mostWays + 1
  RETURN collect({ids: ids, linkIds: linkIds, chain: chain, who: who,
    from: reduce(day = null, link IN links | CASE WHEN link.from IS NULL OR day >= link.from THEN day ELSE link.from END),
    to: reduce(day = null, link IN links | CASE WHEN link.to IS NULL OR day <= link.to THEN day ELSE link.to END)}) AS found
}
WITH found[0..$mostWays] AS ways, size(found) > $mostWays AS truncated,
  official.sameAs IS NOT NULL OR any(way IN found WHERE way.who IS NOT NULL) AS several
