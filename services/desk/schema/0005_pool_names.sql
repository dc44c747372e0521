-- A pool is named by what does not change while its cases wait: the names of before, with what they asked for then, would be
-- called over although nobody came. The next turn says anew which are empty.
delete from desk.pool;
