-- The file and its entry, together.
commit
