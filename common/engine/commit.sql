-- Ends it; only its answer makes anything accepted.
commit
