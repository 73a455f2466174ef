// Every way from the person to a relative in at most $hops kin steps, least way first, by ids, with
// the days between which all its marriages hold. Siblings are links of their own, so a way never
// goes up to a parent and down again. Where anyone has several records (`several`),
// the ways are to be asked for through all of them.
CALL (person) {
  CALL (person) {
    MATCH (person)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    RETURN [person.id, kin.id] AS ids, [a] AS links, kin.sameAs AS who
    UNION ALL
    WITH person WHERE $hops >= 2
    MATCH (person)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    WHERE kin.id <> person.id
    RETURN [person.id, x.id, kin.id] AS ids, [a, b] AS links, kin.sameAs AS who
    UNION ALL
    WITH person WHERE $hops >= 3
    MATCH (person)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    WHERE y.id <> person.id AND NOT kin.id IN [person.id, x.id]
    RETURN [person.id, x.id, y.id, kin.id] AS ids, [a, b, c] AS links, kin.sameAs AS who
    UNION ALL
    WITH person WHERE $hops >= 4
    MATCH (person)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(z)-[d:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(kin)
    WHERE y.id <> person.id AND NOT z.id IN [person.id, x.id] AND NOT kin.id IN [person.id, x.id, y.id]
    RETURN [person.id, x.id, y.id, z.id, kin.id] AS ids, [a, b, c, d] AS links, kin.sameAs AS who
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
    to: reduce(day = null, link IN links | CASE WHEN link.to IS NULL OR day <= link.to THEN day ELSE link.to END)}) AS ways, count(who) AS same
}
WITH *, size(ways) > $mostWays AS truncated, person.sameAs IS NOT NULL OR same > 0 AS several
