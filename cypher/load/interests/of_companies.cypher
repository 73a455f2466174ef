// The interests of companies in companies, each a link of its own kind.
UNWIND $rows AS row
MATCH (holder:Company {id: row.holder.id}), (company:Company {id: row.companyId})
FOREACH (link IN CASE row.kind WHEN 'SHAREHOLDER' THEN [row] ELSE [] END |
  CREATE (holder)-[:SHAREHOLDER_OF {
    id: link.id, share: link.share, from: date(link.from), fromPrecision: link.fromPrecision,
    to: date(link.to), toPrecision: link.toPrecision, batch: link.batch, row: link.row, digest: link.digest
  }]->(company))
FOREACH (link IN CASE row.kind WHEN 'LEGAL_REPRESENTATIVE' THEN [row] ELSE [] END |
  CREATE (holder)-[:LEGAL_REPRESENTATIVE_OF {
    id: link.id, from: date(link.from), fromPrecision: link.fromPrecision,
    to: date(link.to), toPrecision: link.toPrecision, batch: link.batch, row: link.row, digest: link.digest
  }]->(company))
FOREACH (link IN CASE row.kind WHEN 'DIRECTOR' THEN [row] ELSE [] END |
  CREATE (holder)-[:DIRECTOR_OF {
    id: link.id, from: date(link.from), fromPrecision: link.fromPrecision,
    to: date(link.to), toPrecision: link.toPrecision, batch: link.batch, row: link.row, digest: link.digest
  }]->(company))
FOREACH (link IN CASE row.kind WHEN 'SUPERVISOR' THEN [row] ELSE [] END |
  CREATE (holder)-[:SUPERVISOR_OF {
    id: link.id, from: date(link.from), fromPrecision: link.fromPrecision,
    to: date(link.to), toPrecision: link.toPrecision, batch: link.batch, row: link.row, digest: link.digest
  }]->(company))
FOREACH (link IN CASE row.kind WHEN 'CONTROLLER' THEN [row] ELSE [] END |
  CREATE (holder)-[:CONTROLLER_OF {
    id: link.id, from: date(link.from), fromPrecision: link.fromPrecision,
    to: date(link.to), toPrecision: link.toPrecision, batch: link.batch, row: link.row, digest: link.digest
  }]->(company))
