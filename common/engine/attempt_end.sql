-- In the transaction of the messages.
delete from attempt where key = any(:keys::bytea[])
