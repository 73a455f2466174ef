// The first groups in an order, with what they are of.
WITH *, CASE $order WHEN 'VALUE' THEN CASE $measure WHEN 'AMOUNT' THEN amountFen WHEN 'COUNT' THEN payments ELSE payees END ELSE 0 END AS value
ORDER BY value DESC, regionCode, programmeId, month, agencyId, payeeKind
LIMIT $limit
OPTIONAL MATCH (region:Region {id: regionCode})
OPTIONAL MATCH (programme:Programme {id: programmeId})
OPTIONAL MATCH (agency:Agency {id: agencyId})
RETURN regionCode, programmeId, month, agencyId, payeeKind, amountFen, payments, payees,
  CASE WHEN region IS NOT NULL THEN {code: region.id, name: region.name, level: region.level} END AS region,
  CASE WHEN programme IS NOT NULL THEN {id: programme.id, name: programme.name} END AS programme,
  CASE WHEN agency IS NOT NULL THEN {id: agency.id, name: agency.name, regionCode: agency.regionCode} END AS agency
ORDER BY value DESC, regionCode, programmeId, month, agencyId, payeeKind
