// Takes away versions.
UNWIND $ids AS id
MATCH (version:Version {id: id})
DETACH DELETE version
