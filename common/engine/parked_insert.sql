-- A message joins the queue behind its case's dead letter; a retried letter goes first (rank 0).
insert into parked (rank, case_id, stream, seq, envelope)
values (:rank::bigint, :case_id::uuid, :stream::text, :seq::bigint, :envelope::bytea)
