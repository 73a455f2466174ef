// The questions that somebody saved, and those that others share.
// scope: none, because a question is no data: whoever asks it gets what they may see.
MATCH (saved:SavedQuestion)
WHERE saved.owner = $owner OR saved.shared
RETURN saved.id AS id, saved.owner AS owner, saved.name AS name, saved.document AS document, saved.variables AS variables,
  saved.shared AS shared, saved.savedAt AS savedAt
ORDER BY name, id
