// How many alerts there are of a place, rule, severity, state and programme: changed with the alerts themselves.
UNWIND $cells AS cell
MERGE (number:AlertCount {id: cell.id})
ON CREATE SET number.rule = cell.rule, number.severity = cell.severity, number.state = cell.state,
  number.programme = cell.programme, number.alerts = 0, number.regionCode = cell.place[0], number.province = cell.place[1],
  number.prefecture = cell.place[2], number.county = cell.place[3], number.township = cell.place[4]
SET number.alerts = number.alerts + cell.change
