// Which register was loaded for which region, up to which day.
// scope: none, because it tells of registers and of nobody in them.
MATCH (coverage:Coverage)
RETURN coverage.dataset AS dataset, coverage.regionCode AS regionCode, toString(max(coverage.asOf)) AS asOf
ORDER BY dataset, regionCode
