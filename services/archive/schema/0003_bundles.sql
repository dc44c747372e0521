-- Events of one case that archive takes in one transaction stand in one row: half of what a life cycle cost PostgreSQL here was rows
-- of single events with two indexes. An event that has no room in its bundle has a row of its own (kept_event), as all had before.
-- Insert only. The item is "<case>/<place of the transaction's first event>": a transaction is committed once, so no bundle is kept twice.
create table archive.kept_bundle (
    item text collate "C" primary key,
    lines bytea not null,
    envelopes bytea not null
) with (toast_tuple_target = 8160);
-- A bundle fits into a page: nothing is to be compressed, or kept elsewhere.
alter table archive.kept_bundle alter column lines set storage external;
alter table archive.kept_bundle alter column envelopes set storage external;

alter table archive.manifest add column events bigint;

-- Older programs know no bundles and would leave their events out of a package. They keep events as they always did; but PostgreSQL
-- refuses them the package of a case that has a bundle, which waits for a program that knows them.
create function archive.refuse_without_bundles() returns trigger language plpgsql as $$
begin
    if exists (
        select from archive.kept_bundle
        where item > new.case_id::text || '/' and item < new.case_id::text || '0'
    ) then
        raise exception 'events of case % are in bundles, which this program does not know', new.case_id;
    end if;
    return new;
end
$$;
create trigger manifest_without_bundles before insert on archive.manifest
    for each row when (new.events is null) execute function archive.refuse_without_bundles();
