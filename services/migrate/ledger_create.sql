-- What was applied to this schema.
create table if not exists migration (
    name text primary key,
    sha256 bytea not null,
    applied_at timestamptz not null
)
