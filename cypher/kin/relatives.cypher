// All relatives, the nearest first.
CALL {
  WITH kinships
  UNWIND kinships AS found
  WITH found
  ORDER BY size(found.kinship.chain), found.kinship.chain, found.ids
  RETURN collect(found.kinship) AS relatives
}
RETURN truncated, several, relatives
