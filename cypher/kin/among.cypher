// Of the ways of each person, those to one of the same people.
WITH truncated, several, head([way IN ways | way.ids[0]]) AS id, [way IN ways WHERE way.ids[-1] IN $people AND ($chains IS NULL OR way.chain IN $chains)] AS shown
