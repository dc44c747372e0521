# What the scripts of this folder share: the place of the run folder, the services, how to complain.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
services="intake router desk escalation archive survey"

die() {
    printf '%s\n' "$*" >&2
    exit 1
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
    if ! [[ $base =~ ^[0-9]{4,5}$ ]] || [ "$((10#$base))" -lt 1024 ] || [ "$((10#$base))" -gt 61400 ]; then
        die "SHOULI_PORT_BASE is $base; give a number from 1024 to 61400"
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
