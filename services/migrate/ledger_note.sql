-- In the transaction of the file.
insert into migration (name, sha256, applied_at) values (:name::text, decode(:checksum::text, 'hex'), now())
