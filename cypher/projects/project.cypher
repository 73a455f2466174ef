// A project in scope.
MATCH (project:Project {id: $project})
WHERE any(prefix IN $scope WHERE project.regionCode STARTS WITH prefix)
RETURN project.id AS id, project.name AS name, project.kind AS kind, project.year AS year, project.budgetFen AS budgetFen,
       project.regionCode AS regionCode
