-- After a file that failed.
rollback
