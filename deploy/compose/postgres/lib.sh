# What the programs of the container postgres share: places, how to complain, who holds the data.
# shellcheck shell=bash disable=SC2034
postgres_bin=/usr/lib/postgresql/15/bin
PATH=$postgres_bin:$PATH
volume=${PGDATA:-/var/lib/postgresql/data}
data=$volume/cluster
backups=/backups
unfinished=$volume/restore.unfinished
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The comment at the head of the program.
show_help() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
}

# All of this runs as the server's user already.
as_postgres() {
    "$@"
}

give_to_postgres() {
    :
}

# shellcheck source=deploy/backup/lib.sh
. "${BACKUP_LIB:-/usr/share/backup}/lib.sh"

# The volume may have one user at a time, in whatever container: the lock is the kernel's, held as descriptor 9 by whoever
# takes it and by all that he starts. PostgreSQL's own file of its process id means nothing in another container.
hold_volume() {
    exec 9>>"$volume/held"
    flock -w "$1" 9 || die "PostgreSQL runs on this volume; stop it first: docker-compose stop"
}

# As a file that only we can read, never in an environment.
use_password() {
    (umask 077 && printf '*:*:*:shouli:%s\n' "$(cat /run/shouli/password)" >/tmp/pgpass)
    export PGPASSFILE=/tmp/pgpass
}
