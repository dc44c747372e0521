# What the scripts of this folder share: the place of the run folder, the services, how to complain.
# shellcheck shell=bash
# Also inside $(...): what fails there must not go on with half a result.
shopt -s inherit_errexit
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
services="intake router desk escalation archive survey"

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# For a script that takes no options; --help prints what stands at its head.
refuse_options() {
    [ $# != 0 ] || return 0
    case $1 in
    -h | --help) show_help ;;
    *)
        printf '%s: there is no option %s; see --help\n' "${0##*/}" "$1" >&2
        exit 2 ;;
    esac
}

show_help() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
}

# Absolute, also before the folder exists. Its name goes into configuration files, hence the limit.
run_folder_of() {
    local folder
    folder=$(realpath -m -- "${SHOULI_RUN_DIR:-$root/run}")
    case $folder in
    / | /bin | /dev | /etc | /home | /lib | /opt | /root | /srv | /tmp | /usr | /var)
        die "SHOULI_RUN_DIR is $folder; give a folder of its own" ;;
    *[\"\'\\$'\n']*)
        die "SHOULI_RUN_DIR may not hold quotation marks, backslashes or line ends: $folder" ;;
    esac
    printf '%s' "$folder"
}

# The whole folder is deleted by `down --clean`, so none is taken or deleted that holds anything else than what is made here.
check_is_ours() {
    local entry
    [ ! -e "$1/table" ] || [ ! -e "$1/supervisor.lock" ] || return 0
    for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
        [ -e "$entry" ] || [ -L "$entry" ] || continue
        case ${entry##*/} in
        env | env.new | keys | log | monitoring | password.new | pids | postgres | postgres.new | postgres.before-* | redis | \
            restore.unfinished | secrets | setup.lock | socket | supervisor.lock | supervisor.pid | table) ;;
        *) die "$1 is left alone: ${entry##*/} in it was not made by 'make up'; give a SHOULI_RUN_DIR of its own" ;;
        esac
    done
}

# One at a time makes, restores or deletes what is in a folder; another one waits. What lives on must be started with 8>&-.
lock_folder() {
    exec 8>"$1/setup.lock"
    flock -w 200 8 || die "another 'make up', restore or 'make clean-run' is still at work in $1; try again when it has ended"
}

# Its name goes into commands that PostgreSQL runs, hence the limit.
backup_folder_of() {
    local folder
    [ -n "${SHOULI_BACKUP_DIR:-}" ] || die "SHOULI_BACKUP_DIR is not set: where backups and the log lie, best on another disk"
    folder=$(realpath -m -- "$SHOULI_BACKUP_DIR")
    [[ $folder =~ ^/[A-Za-z0-9./_+-]+$ ]] ||
        die "SHOULI_BACKUP_DIR may hold letters, digits and ./_+- only: $folder"
    printf '%s' "$folder"
}

port_base_of() {
    local base=${SHOULI_PORT_BASE:-5500}
    if ! [[ $base =~ ^[0-9]{4,5}$ ]] || [ "$((10#$base))" -lt 1024 ] || [ "$((10#$base))" -gt 60000 ]; then
        die "SHOULI_PORT_BASE is $base; give a number from 1024 to 60000"
    fi
    printf '%s' "$((10#$base))"
}

# Whether a supervisor holds the folder: its lock is the kernel's, so it cannot be stale.
is_up() {
    [ -e "$1/supervisor.lock" ] && ! flock -n "$1/supervisor.lock" true
}

# 10, 20, ... as PROTOCOL.md section 4 gives them.
port_offset_of() {
    local offset=0 service
    for service in $services; do
        offset=$((offset + 10))
        [ "$service" != "$1" ] || printf '%s' "$offset"
    done
}
