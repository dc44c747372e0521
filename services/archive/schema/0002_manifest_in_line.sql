-- A manifest of a simple case has some 3 KiB, a third of it digests: compressing it costs more than it saves, and out of line it
-- would be two rows more. Older rows stay as they are.
alter table archive.manifest set (toast_tuple_target = 8160);
alter table archive.manifest alter column manifest set storage main;
