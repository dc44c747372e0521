-- The writer is careful no more: what messages left that never came again.
delete from attempt
