// What bears the labels, types and properties that no table's own rows do.
CREATE (person:Person:Official {id: '~'})-[:NAMED]->(key:SearchKey {id: '~'}),
  (person)-[:SAME_PERSON]->(person), (person)-[:AT]->(:Address {id: '~'}),
  (person)-[:REACHED_BY]->(:Phone {id: '~'}), (person)-[:PART_OF]->(person),
  (version:Version {id: '~'})-[:OF]->(person), (batch:LoadBatch {id: -1}), (finding:Finding {id: '~'}),
  (total:PaymentSum {id: '~'}),
  (saved:SavedQuestion {id: '~'})
SET person.sameAs = '', person.registered = false, key.initial = '', version.table = '', version.of = '',
  version.source = '', version.columns = '', version.batch = 0, version.row = 0, version.digest = 0,
  version.current = true, version.replacedBy = 0, version.also = [0], batch.load = '', batch.source = '',
  batch.file = '', batch.table = '', batch.fileDigest = '', batch.mappingDigest = '',
  batch.ofRejects = true, batch.loadedAt = 0, batch.state = '', batch.read = 0, batch.loaded = 0,
  batch.unchanged = 0, batch.rejected = 0, batch.warned = 0, finding.batch = 0, finding.kind = '',
  finding.line = 0, finding.column = '', finding.code = '', finding.reason = '', finding.value = '',
  total.sheet = '', total.regionCode = '', total.agencyId = '', total.programmeId = '', total.month = '',
  total.payeeKind = '', total.rows = 0, total.amountFen = 0, total.payments = 0, saved.owner = '', saved.name = '',
  saved.document = '', saved.variables = '', saved.shared = false, saved.savedAt = 0
