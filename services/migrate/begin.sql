-- One file, one transaction.
begin
