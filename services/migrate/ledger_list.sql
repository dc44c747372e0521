-- What was applied, to compare.
select name, encode(sha256, 'hex') from migration order by name
