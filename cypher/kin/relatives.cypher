// Each relative once, by the least way that holds on the day.
UNWIND ways AS way
WITH truncated, hidden, way
WHERE (way.from IS NULL OR way.from <= date($on)) AND (way.to IS NULL OR date($on) <= way.to)
ORDER BY size(way.chain), way.chain, way.ids
WITH truncated, hidden, way.relative AS relative, head(collect(way)) AS way
ORDER BY size(way.chain), way.chain, way.ids
RETURN truncated, way.chain AS chain,
       [person IN way.people | CASE WHEN person.id IN hidden THEN null
         ELSE {id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber,
               sex: person.sex, bornOn: toString(person.bornOn), birthOrder: person.birthOrder} END] AS people,
       [link IN way.links | {nature: link.nature, batch: link.batch, row: link.row,
         from: toString(link.from), to: toString(link.to), derived: link.derivedFrom IS NOT NULL}] AS links
