// Where alerts are counted: by place, rule, severity, state and programme. Whatever changes an alert changes its number,
// in the same transaction.
UNWIND $cells AS cell
MERGE (number:AlertCount {id: cell.id})
ON CREATE SET number.rule = cell.rule, number.severity = cell.severity, number.state = cell.state,
  number.programme = cell.programme, number.alerts = 0, number.regionCode = cell.place[0], number.province = cell.place[1],
  number.prefecture = cell.place[2], number.county = cell.place[3], number.township = cell.place[4]
