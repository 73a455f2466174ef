// All relatives, the nearest first.
CALL {
  WITH shown
  UNWIND shown AS way
  WITH way
  ORDER BY size(way.chain), way.chain, way.ids
  RETURN collect({ids: way.ids, linkIds: way.linkIds, chain: way.chain}) AS relatives
}
RETURN truncated, several, relatives, kin
