-- Has somebody else become the writer?
select epoch from stream where name = :stream::text
