-- What was answered to each source without a trace in the stream, so that a publisher can prove its day (common/engine/senders.h).
create table sender_day (
    source text not null,
    day date not null,
    duplicate bigint not null,
    rejected bigint not null,
    primary key (source, day)
) with (fillfactor = 50);
