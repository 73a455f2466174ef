// Links that some batches brought and that hold on a day or after it.
// scope: none, because the loader ends what a full statement no longer says.
MATCH (one:<Start>)-[link:<TYPE>]->(:<End>)
WHERE link.batch IN $batches AND link.endedBy IS NULL AND link.derivedFrom IS NULL
  AND (link.to IS NULL OR link.to > date($on))
RETURN one.id AS begin, link.id AS id
ORDER BY id
