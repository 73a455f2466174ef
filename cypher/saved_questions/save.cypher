// Keeps a question under its owner's name for it; one of the same name is replaced.
MERGE (saved:SavedQuestion {id: $id})
SET saved.owner = $owner, saved.name = $name, saved.document = $document, saved.variables = $variables,
  saved.shared = $shared, saved.savedAt = $savedAt
