// Versions that a newer row of their source replaces.
UNWIND $ids AS id
MATCH (version:Version {id: id})
SET version.current = false, version.replacedBy = $batch
