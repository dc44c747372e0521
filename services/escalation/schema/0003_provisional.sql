-- Provisional limits are counted (REQUIREMENTS 4.4); few are, and only they have an entry here.
create index clock_provisional on escalation.clock (clock) where provisional and stopped_at is null;
