-- What an earlier run has left.
drop schema if exists bench cascade
