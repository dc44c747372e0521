-- What archive keeps: events as they were followed, packages and their manifests (REQUIREMENTS 1.15).

create table archive.package (
    case_id uuid primary key,
    case_no text,
    state text not null,
    events bigint not null,
    packaged bigint not null,
    basics boolean not null,
    feedback boolean not null,
    closed_seq bigint,
    closed_at timestamptz,
    case_type text,
    code text,
    grade text,
    outside_no text,
    check_at timestamptz,
    late_at timestamptz,
    tries bigint not null,
    version bigint not null,
    archive_no text,
    class text,
    sha256 bytea,
    stored_at timestamptz,
    retain_until timestamptz
) with (fillfactor = 80);
-- Numbers are unique and lead back to their case (AR-05).
create unique index package_archive_no on archive.package (archive_no) where archive_no is not null;
-- For the chore; few rows wait at any time.
create index package_waiting on archive.package (check_at) where state = 'waiting';

-- Insert only. The place sorts by stream and sequence.
create table archive.kept_event (
    place text primary key,
    case_id uuid not null,
    stream text not null,
    seq bigint not null,
    type text not null,
    envelope bytea not null,
    hash bytea,
    part bytea not null
);
create index kept_event_case on archive.kept_event (case_id);

-- Insert only: every version of a package stays provable.
create table archive.manifest (
    item text primary key,
    case_id uuid not null,
    manifest bytea not null,
    sha256 bytea not null
);

-- One row for each code and day: the sequence has no gap and no repeat (AR-04).
create table archive.number_series (
    series text primary key,
    last bigint not null check (last between 0 and 999999)
) with (fillfactor = 80);
