// Whoever has several records is one relative: reached once by each channel, by the least way.
WITH person, truncated, several, ids, paidFen, unseen, [row IN page | {id: row.id, reaches: [reach IN row.reaches
  WHERE reach.way.who IS NULL OR none(other IN row.reaches WHERE coalesce(other.way.who, '') = reach.way.who
    AND other.rank = reach.rank AND (size(other.way.chain) < size(reach.way.chain)
      OR size(other.way.chain) = size(reach.way.chain) AND (other.way.chain < reach.way.chain
        OR other.way.chain = reach.way.chain AND other.way.ids < reach.way.ids)))]}] AS page
