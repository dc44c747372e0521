-- Begins a transaction of the raw limit.
begin
