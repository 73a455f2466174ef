// Which table was loaded for which county, up to which day.
UNWIND $rows AS row
MERGE (coverage:Coverage {id: row.id})
SET coverage.dataset = row.dataset, coverage.regionCode = row.place[0], coverage.province = row.place[1],
    coverage.prefecture = row.place[2], coverage.county = row.place[3], coverage.asOf = date($on)
