-- The clocks of a case move into the row of the case: one row to load and to store for an event, not up to seven. The lines are
-- as clock_lines.h says. escalation.clock stays as it was left, and is no longer read.
--
-- No rolling upgrade: an older program goes on writing escalation.clock alone, and the newer would tell again what that one has
-- told. So every escalation is stopped before this file, and none of an older version is started after it: it cannot be taken back.
-- The lock is the one that makes a process the writer (common/engine/lock_try.sql); it is held here until all is moved.
do $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('escalation', 7265)) then
        raise exception using errcode = 'object_in_use', message =
            'an escalation is running: stop all of them, migrate, then start those of the new version';
    end if;
end
$$;

alter table escalation.clocked_case add column clock_lines text, add column standing boolean;

update escalation.clocked_case as c
set clock_lines = k.lines, standing = c.next_at is null and k.stands
from (
    select
        case_id,
        bool_or(stopped_at is null) as stands,
        string_agg(rtrim(array_to_string(array[
            clock, state, profile, profile_version::text, calendar_version::text, kind, grade,
            case statutory when true then 't' when false then 'f' end,
            case provisional when true then 't' when false then 'f' end,
            (extract(epoch from started_at) * 1000)::bigint::text, (extract(epoch from due_at) * 1000)::bigint::text,
            (extract(epoch from paused_at) * 1000)::bigint::text, remaining_ms::text, remaining_days::text,
            (extract(epoch from stopped_at) * 1000)::bigint::text, (extract(epoch from breached_at) * 1000)::bigint::text,
            (extract(epoch from moved_at) * 1000)::bigint::text, fired,
            (extract(epoch from called_at) * 1000)::bigint::text, called_step, called_level::text, called_person, calls::text,
            (extract(epoch from call_again_at) * 1000)::bigint::text,
            (extract(epoch from acknowledged_at) * 1000)::bigint::text,
            replace(replace(replace(acknowledged_by, '\', '\5c'), chr(9), '\09'), chr(10), '\0a'),
            held_ms::text, (extract(epoch from quiet_until) * 1000)::bigint::text
        ], chr(9), ''), chr(9)), chr(10) order by clock) as lines
    from escalation.clock
    group by case_id
) as k
where k.case_id = c.case_id;

-- What a case waits for, by a timer or by a person, is known from its row; the indexes ask for a column that changes only when
-- the waiting begins or ends, so that a timer that moves is a HOT update.
alter table escalation.clocked_case
    add column live boolean generated always as (next_at is not null or coalesce(standing, false)) stored;
drop index escalation.clock_provisional;
drop index escalation.clocked_case_timed;
drop index escalation.clocked_case_calendar;
create index clocked_case_live on escalation.clocked_case (case_id) where live;
create index clocked_case_calendar on escalation.clocked_case (calendar_name, calendar_version) where live;

-- A row is written six times in the life of a simple case and is 1 to 3 KiB long: room for its versions on its page, and no
-- compressing of what will be read again soon.
alter table escalation.clocked_case set (fillfactor = 50, toast_tuple_target = 8160);

-- The states of clocks are no longer counted with the rows; what was counted stays in the metric otherwise.
update escalation.stream
set counts = (counts::jsonb - array['state/running', 'state/paused', 'state/met', 'state/breached', 'state/cancelled'])::text;
