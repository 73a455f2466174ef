// What rows of payments count in, summed up already, in the order of the sums' ids.
UNWIND $rows AS row
WITH row
