// Each relative once, by the least way that holds on the day.
CALL {
  WITH ways
  UNWIND ways AS way
  WITH way
  WHERE ($chains IS NULL OR way.chain IN $chains)
    AND (way.from IS NULL OR way.from <= date($on)) AND (way.to IS NULL OR date($on) <= way.to)
  ORDER BY size(way.chain), way.chain, way.ids
  WITH coalesce(way.who, way.ids[-1]) AS relativeId, head(collect(way)) AS way
  RETURN collect(way) AS shown
}
