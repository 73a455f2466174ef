// The shortest of the ways to the relative that hold on the day: each chain through the same people once.
CALL {
  WITH ways
  UNWIND ways AS way
  WITH way
  WHERE way.ids[-1] = $relative AND (way.from IS NULL OR way.from <= date($on)) AND (way.to IS NULL OR date($on) <= way.to)
  WITH size(way.chain) AS hops, way.chain AS chain, way.ids AS ids, head(collect(way)) AS way
  ORDER BY chain, ids
  WITH hops, collect(way) AS ways
  ORDER BY hops
  RETURN coalesce(head(collect(ways)), []) AS shown
}
