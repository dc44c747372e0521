-- Takes a block of numbers, in a transaction of its own.
insert into number_lease (sequence, next) values (:sequence::text, 1 + :block::bigint)
on conflict (sequence) do update set next = number_lease.next + :block::bigint
returning sequence, next - :block::bigint
