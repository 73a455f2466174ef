// What a project's card does not carry; an agency out of scope has no card.
UNWIND $ids AS id
MATCH (project:Project {id: id})
OPTIONAL MATCH (project)-[:OWNED_BY]->(agency:Agency)
WHERE any(prefix IN $scope WHERE agency.regionCode STARTS WITH prefix)
OPTIONAL MATCH (project)-[:UNDER]->(programme:Programme)
RETURN project.id AS id, toString(project.approvedOn) AS approvedOn, project.approvedMethod AS approvedMethod,
       project.executedMethod AS executedMethod, toString(project.methodChangeApprovedOn) AS methodChangeApprovedOn,
       project.exemption AS exemption, project.batch AS batch, project.row AS row,
       CASE WHEN agency IS NOT NULL THEN {id: agency.id, name: agency.name, regionCode: agency.regionCode} END AS agency,
       CASE WHEN programme IS NOT NULL THEN {id: programme.id, name: programme.name} END AS programme
ORDER BY id
