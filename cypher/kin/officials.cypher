// The least way from each official to the person on the day of payment, read from the official's end.
CALL {
  WITH ways, paidOn
  UNWIND ways AS way
  WITH way
  WHERE ($chains IS NULL OR way.chain IN $chains) AND (way.from IS NULL OR way.from <= paidOn) AND (way.to IS NULL OR paidOn <= way.to)
  MATCH (official:Official {id: way.ids[-1]})
  WITH coalesce(official.sameAs, official.id) AS who, reverse(way.ids) AS ids, reverse(way.linkIds) AS linkIds,
    reduce(chain = '', i IN range(0, size(way.chain) - 1) | CASE substring(way.chain, i, 1)
      WHEN 'p' THEN 'c' WHEN 'c' THEN 'p' ELSE substring(way.chain, i, 1) END + chain) AS chain
  ORDER BY size(chain), chain, ids, linkIds
  WITH who, head(collect({ids: ids, linkIds: linkIds, chain: chain})) AS way
  RETURN collect(way) AS shown
}
