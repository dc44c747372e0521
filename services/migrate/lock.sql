-- One migrator at a time; held until the connection ends.
select pg_advisory_lock(hashtextextended('shouli.migrate', 7265))
