# A private PostgreSQL and Redis in a folder: makes their data and settings, and writes their entries of the
# supervisor's table. `up` uses it for a whole installation, `servers` for one test. Who sources it has sourced lib.sh.
# shellcheck shell=bash disable=SC2154
# shellcheck source=deploy/backup/lib.sh
. "$root/deploy/backup/lib.sh"
postgres_bin=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
sun_path_max=107

as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

give_to_postgres() {
    [ "$(id -u)" != 0 ] || chown -R postgres: "$@"
}

# Where data and sockets really lie: the folder itself; a folder under /tmp when the name is too long for
# a socket, would need quoting in an URL, or cannot be reached by the user that PostgreSQL runs as.
place_of() {
    local folder=$1 place
    place=$folder
    if [ "$((${#folder} + ${#2}))" -gt "$sun_path_max" ] || [[ $folder =~ [^A-Za-z0-9./_+-] ]] ||
        ! as_postgres test -x "$folder"; then
        place=/tmp/shouli-$(printf '%s' "$folder" | sha256sum | cut -c 1-16)
    fi
    printf '%s' "$place"
}

# A name in /tmp can be guessed, so only a folder that is ours will do.
make_place() {
    local folder=$1 place=$2 part
    if [ "$place" != "$folder" ]; then
        mkdir -m 711 "$place" 2>/dev/null || { [ -d "$place" ] && [ ! -L "$place" ] && [ -O "$place" ]; } ||
            die "$place belongs to somebody else; remove it or choose another SHOULI_RUN_DIR"
        for part in postgres socket; do
            [ -e "$folder/$part" ] || ln -sfn "$place/$part" "$folder/$part"
        done
    fi
    mkdir -p "$place/socket"
    give_to_postgres "$place/socket"
    chmod 700 "$place/socket"
}

secret_of() {
    local file=$1/secrets/$2
    if [ ! -s "$file" ]; then
        (umask 077 && mkdir -p "$1/secrets" && head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"$file.new")
        mv "$file.new" "$file"
    fi
    cat "$file"
}

# The cluster is made beside its place, so that a broken attempt is not taken for one.
make_cluster() {
    local folder=$1 place=$2 draft=$2/postgres.new
    rm -rf "$draft"
    mkdir -m 700 "$draft"
    secret_of "$folder" postgres >"$place/password.new"
    give_to_postgres "$draft" "$place/password.new"
    if ! { as_postgres "$postgres_bin/initdb" --pgdata="$draft" --username=shouli --pwfile="$place/password.new" \
        --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --auth-local=trust --auth-host=scram-sha-256 \
        --no-instructions --no-sync >"$folder/log/initdb.log" 2>&1 &&
        echo 'create database shouli' | as_postgres "$postgres_bin/postgres" --single -D "$draft" \
            postgres >>"$folder/log/initdb.log" 2>&1; }; then
        die "PostgreSQL could not be set up: $(tail -n 1 "$folder/log/initdb.log")"
    fi
    rm -f "$place/password.new"
    sync -f "$draft"
    mv "$draft" "$place/postgres"
}

# Trust on the socket is safe because its folder is closed to others; TCP asks for the password.
write_postgres_settings() {
    local place=$1 port=$2 buffers=$3
    cat >"$place/postgres/postgresql.conf" <<CONF
# Written by deploy/local at every start.
listen_addresses = '$([ "$port" = 0 ] || echo 127.0.0.1)'
port = $([ "$port" = 0 ] && echo 5432 || echo "$port")
unix_socket_directories = '$place/socket'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = $buffers
fsync = on
synchronous_commit = on
full_page_writes = on
max_wal_size = 8GB
# Files of the log that are used again: a new one is written whole and flushed, and until then no commit ends.
min_wal_size = 1GB
# What was written since the last checkpoint is read again after a crash: the time until anything is accepted.
checkpoint_timeout = 5min
jit = off
autovacuum = on
logging_collector = off
log_destination = stderr
log_line_prefix = '%m [%p] %u '
timezone = UTC
log_timezone = UTC
# A host that vanished must not keep its lock: a standby waits for it.
tcp_keepalives_idle = 2
tcp_keepalives_interval = 1
tcp_keepalives_count = 3
CONF
    write_archive_settings >>"$place/postgres/postgresql.conf"
    give_to_postgres "$place/postgres/postgresql.conf"
}

# With SHOULI_BACKUP_DIR every finished piece of the log is copied there, after a minute in any case; a piece that is there
# is never overwritten, and one that is not yet on the disk does not count. After a crash PostgreSQL may hand over a piece once
# more that was copied just before: the same bytes are well (PostgreSQL 15, 26.3.1), others are a failure.
write_archive_settings() {
    [ -n "${SHOULI_BACKUP_DIR:-}" ] || return 0
    local wal
    wal=$(backup_folder_of)/wal
    mkdir -p "$wal"
    give_to_postgres "$wal"
    cat <<CONF
archive_mode = on
archive_timeout = 60s
archive_command = 'if test -f "$wal/%f"; then cmp -s "%p" "$wal/%f" && sync "$wal"; else cp "%p" "$wal/%f.new" && sync "$wal/%f.new" && mv "$wal/%f.new" "$wal/%f" && sync "$wal"; fi'
CONF
}

write_redis_settings() {
    local folder=$1 place=$2 port=$3
    mkdir -p "$folder/redis"
    (umask 077 && cat >"$folder/redis/redis.conf") <<CONF
# Written by deploy/local at every start.
bind 127.0.0.1
port $port
unixsocket $place/socket/redis.sock
unixsocketperm 700
requirepass $(secret_of "$folder" redis)
dir "$folder/redis"
appendonly yes
appendfsync everysec
save ""
maxmemory 4gb
maxmemory-policy noeviction
CONF
}

# make_servers FOLDER PORT_POSTGRES PORT_REDIS BUFFERS; port 0: unix socket only. Sets place and postgres_port.
make_servers() {
    local folder=$1
    [ -x "$postgres_bin/initdb" ] || die "no PostgreSQL in $postgres_bin; run 'make install'"
    command -v redis-server >/dev/null || die "no redis-server; run 'make install'"
    postgres_port=$([ "$2" = 0 ] && echo 5432 || echo "$2")
    mkdir -p "$folder/log"
    # Here, where a failure ends the script; in the texts below it would be an empty password.
    secret_of "$folder" postgres >/dev/null
    secret_of "$folder" redis >/dev/null
    place=$(place_of "$folder" "/socket/.s.PGSQL.$postgres_port.lock")
    make_place "$folder" "$place"
    [ -d "$place/postgres" ] || refuse_empty "$place/postgres"
    [ -d "$place/postgres" ] || make_cluster "$folder" "$place"
    rm_stale_lock "$place"
    write_postgres_settings "$place" "$2" "$4"
    write_redis_settings "$folder" "$place" "$3"
}

# After a power cut the number in postmaster.pid may belong to anybody. Only called while no supervisor
# holds the folder; a postmaster that still works in it keeps its lock.
rm_stale_lock() {
    local lock=$1/postgres/postmaster.pid pid
    [ -e "$lock" ] || return 0
    pid=$(head -n 1 "$lock")
    [ "$(readlink "/proc/$pid/cwd")" = "$1/postgres" ] || rm -f "$lock" "$1"/socket/.s.PGSQL.*
}

write_servers_table() {
    local folder=$1
    cat <<TABLE
service postgres
  run $postgres_bin/postgres -D $place/postgres
  user postgres
  folder /
  ready $postgres_bin/pg_isready -q -h $place/socket -p $postgres_port
  stop INT 60
  death QUIT
service redis
  run redis-server "$folder/redis/redis.conf"
  env REDISCLI_AUTH=$(secret_of "$folder" redis)
  ready redis-cli -e -s $place/socket/redis.sock ping
  after postgres
TABLE
}

database_url_of() {
    printf 'postgresql://%s@/shouli?host=%s&port=%s' "$1" "$place/socket" "$postgres_port"
}

redis_url_of() {
    printf 'unix:%s/socket/redis.sock?%s' "$place" "$(secret_of "$1" redis)"
}
