-- After a failed statement.
rollback
