// A row for each relative, the nearest first.
UNWIND kinships AS found
WITH truncated, found
ORDER BY size(found.kinship.chain), found.kinship.chain, found.ids
RETURN truncated, found.kinship.chain AS chain, found.kinship.people AS people, found.kinship.links AS links
