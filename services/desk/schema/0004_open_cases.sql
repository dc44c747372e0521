-- What has not ended is counted by queue, state and grade; what has ended is most of the table.
create index queued_case_open on desk.queued_case (queue, state, grade)
    where queue is not null
        and state not in ('closed', 'withdrawn', 'rejected', 'merged', 'transferred', 'archived', 'destroyed');
