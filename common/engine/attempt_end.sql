-- In the transaction of the message.
delete from attempt where key = :key::bytea
