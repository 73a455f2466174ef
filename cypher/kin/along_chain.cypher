// Kin along one chain, with the days between which its marriages hold and the people and links on the way.
// scope: none, because it is part of a rule, which judges the whole graph.
MATCH <walk>
WHERE <apart>
RETURN kin, '<chain>' AS chain, <since> AS since, <until> AS until, [<path>] AS path
