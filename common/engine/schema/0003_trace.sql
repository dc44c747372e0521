-- A trace that came from outside is found by its id; the trace that a case has by itself has the case's id (event_case).
alter table event add column trace_id uuid;
create index event_trace on event (trace_id) where trace_id is not null;
