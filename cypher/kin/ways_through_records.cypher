// The same where the person or someone near has several records, as they have one ID number: through all of
// them. From one record of a person to another is no kin step, and nobody is met twice.
CALL (person) {
  CALL (person) {
    MATCH (person)-[s:SAME_PERSON*0..1]-(o)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[t:SAME_PERSON*0..1]-(relative)
    WHERE coalesce(x.sameAs, x.id) <> coalesce(person.sameAs, person.id)
    RETURN [person.id] + [same IN s | o.id] + [x.id] + [same IN t | relative.id] AS ids,
      s + [a] + t AS links, relative.sameAs AS who
    UNION ALL
    WITH person WHERE $hops >= 2
    MATCH (person)-[s:SAME_PERSON*0..1]-(o)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[t:SAME_PERSON*0..1]-(x2)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[u:SAME_PERSON*0..1]-(relative)
    WHERE coalesce(x.sameAs, x.id) <> coalesce(person.sameAs, person.id)
      AND NOT coalesce(y.sameAs, y.id) IN [coalesce(person.sameAs, person.id), coalesce(x.sameAs, x.id)]
    RETURN [person.id] + [same IN s | o.id] + [x.id] + [same IN t | x2.id] + [y.id] + [same IN u | relative.id] AS ids,
      s + [a] + t + [b] + u AS links, relative.sameAs AS who
    UNION ALL
    WITH person WHERE $hops >= 3
    MATCH (person)-[s:SAME_PERSON*0..1]-(o)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[t:SAME_PERSON*0..1]-(x2)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[u:SAME_PERSON*0..1]-(y2)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(z)-[w:SAME_PERSON*0..1]-(relative)
    WHERE coalesce(x.sameAs, x.id) <> coalesce(person.sameAs, person.id)
      AND NOT coalesce(y.sameAs, y.id) IN [coalesce(person.sameAs, person.id), coalesce(x.sameAs, x.id)]
      AND NOT coalesce(z.sameAs, z.id) IN [coalesce(person.sameAs, person.id), coalesce(x.sameAs, x.id), coalesce(y.sameAs, y.id)]
    RETURN [person.id] + [same IN s | o.id] + [x.id] + [same IN t | x2.id] + [y.id] + [same IN u | y2.id] + [z.id] + [same IN w | relative.id] AS ids,
      s + [a] + t + [b] + u + [c] + w AS links, relative.sameAs AS who
    UNION ALL
    WITH person WHERE $hops >= 4
    MATCH (person)-[s:SAME_PERSON*0..1]-(o)-[a:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(x)-[t:SAME_PERSON*0..1]-(x2)-[b:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(y)-[u:SAME_PERSON*0..1]-(y2)-[c:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(z)-[w:SAME_PERSON*0..1]-(z2)-[d:PARENT_OF|SPOUSE_OF|SIBLING_OF]-(v)-[r:SAME_PERSON*0..1]-(relative)
    WHERE coalesce(x.sameAs, x.id) <> coalesce(person.sameAs, person.id)
      AND NOT coalesce(y.sameAs, y.id) IN [coalesce(person.sameAs, person.id), coalesce(x.sameAs, x.id)]
      AND NOT coalesce(z.sameAs, z.id) IN [coalesce(person.sameAs, person.id), coalesce(x.sameAs, x.id), coalesce(y.sameAs, y.id)]
      AND NOT coalesce(v.sameAs, v.id) IN [coalesce(person.sameAs, person.id), coalesce(x.sameAs, x.id), coalesce(y.sameAs, y.id), coalesce(z.sameAs, z.id)]
    RETURN [person.id] + [same IN s | o.id] + [x.id] + [same IN t | x2.id] + [y.id] + [same IN u | y2.id] + [z.id] + [same IN w | z2.id] + [v.id] + [same IN r | relative.id] AS ids,
      s + [a] + t + [b] + u + [c] + w + [d] + r AS links, relative.sameAs AS who
  }
  WITH ids, links, who, reduce(letters = '', i IN range(0, size(links) - 1) | letters + CASE type(links[i])
         WHEN 'SAME_PERSON' THEN '' WHEN 'SPOUSE_OF' THEN 's' WHEN 'SIBLING_OF' THEN 'b'
         ELSE CASE WHEN startNode(links[i]).id = ids[i] THEN 'c' ELSE 'p' END END) AS chain
  WHERE NOT chain CONTAINS 'pc'
  WITH ids, links, who, chain, [link IN links | link.id] AS linkIds
  ORDER BY size(chain), chain, ids, linkIds
  LIMIT $mostWays + 1
  RETURN collect({ids: ids, linkIds: linkIds, chain: chain, who: who,
    from: reduce(day = null, link IN links | CASE WHEN link.from IS NULL OR day >= link.from THEN day ELSE link.from END),
    to: reduce(day = null, link IN links | CASE WHEN link.to IS NULL OR day <= link.to THEN day ELSE link.to END)}) AS ways
}
WITH *, size(ways) > $mostWays AS truncated, true AS several
