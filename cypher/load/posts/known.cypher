// Which of some posts are on file, and what the loader needs to know of them.
// scope: none, because the loader judges rows against everything on file.
UNWIND $ids AS id
MATCH (post:Post {id: id})
RETURN id, post.digest AS digest, null AS regionCode, null AS bornOn
ORDER BY id
