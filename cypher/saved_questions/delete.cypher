// Deletes a question that its owner had saved.
MATCH (saved:SavedQuestion {id: $id, owner: $owner})
DETACH DELETE saved
