# What backups without and in containers share: a folder with base/ (verified copies of the whole cluster, each named by the
# instant of its end) and wal/ (the log, which PostgreSQL copies there). Who sources it has die, show_help, as_postgres,
# give_to_postgres and postgres_bin.
# shellcheck shell=bash disable=SC2154

# take_backup FOLDER DAYS CONNECTION...: a full copy of the running PostgreSQL; prints its place. Then what is older than DAYS
# goes, for a destruction must reach the backups, too.
take_backup() {
    local folder=$1 days=$2 draft name
    shift 2
    local psql=(psql -XqAt "$@" -d shouli)
    [[ $days =~ ^[1-9][0-9]{0,3}$ ]] || die "backups are kept for 1 to 9999 days, not '$days'"
    mkdir -p "$folder/base"
    exec 8>"$folder/base/.lock"
    flock -n 8 || die "another backup is being made in $folder; wait for its end"
    # What a backup left behind that was killed.
    rm -rf "$folder"/base/new.*
    draft=$(mktemp -d "$folder/base/new.XXXXXX")
    give_to_postgres "$draft"
    # shellcheck disable=SC2064  # the name of now
    trap "rm -rf '$draft'" EXIT
    as_postgres "$postgres_bin/pg_basebackup" "$@" -D "$draft" --wal-method=stream --checkpoint=fast --no-password
    as_postgres "$postgres_bin/pg_verifybackup" --quiet "$draft"
    sync -f "$draft"
    # Named by its end: from then on it is good for.
    name=$(date -u +%Y%m%dT%H%M%S.%3NZ)
    [ ! -e "$folder/base/$name" ] || die "$folder/base/$name is there already"
    mv "$draft" "$folder/base/$name"
    sync "$folder/base"
    # What was written until now is in the archive as soon as this piece is.
    "${psql[@]}" -c 'select pg_switch_wal()' >/dev/null
    prune_backups "$folder" "$days"
    printf '%s\n' "$folder/base/$name"
}

# The piece of the log where replaying a copy begins; nothing when its label does not say.
first_piece_of() {
    sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]\{24\}\))$/\1/p' "$1/backup_label"
}

# The least of what copies need, wherever it lies on whatever timeline: pg_archivecleanup looks at the place alone, and after a
# restore a newer copy of the new timeline begins before an older one of the timeline that was left.
first_piece_of_all() {
    local copy piece least=
    for copy in "$@"; do
        piece=$(first_piece_of "$copy")
        [ -n "$piece" ] || return 0
        [ -n "$least" ] && [[ ! ${piece:8} < ${least:8} ]] || least=$piece
    done
    printf '%s' "$least"
}

# Copies of before so many days, and the log that no copy needs any more. The newest copy stays, however old.
prune_backups() {
    local folder=$1 limit copy kept=() first
    limit=$(date -u -d "$2 days ago" +%Y%m%dT%H%M%S.%3NZ)
    for copy in "$folder"/base/*Z; do
        [ ! -d "$copy" ] || kept+=("$copy")
    done
    while [ ${#kept[@]} -gt 1 ] && [[ $(basename "${kept[0]}") < $limit ]]; do
        rm -rf "${kept[0]}"
        kept=("${kept[@]:1}")
    done
    [ ${#kept[@]} -gt 0 ] || return 0
    first=$(first_piece_of_all "${kept[@]}")
    [ -z "$first" ] || [ ! -d "$folder/wal" ] || "$postgres_bin/pg_archivecleanup" "$folder/wal" "$first"
}

# "0/3000060" as a number.
lsn_number() {
    printf '%s' "$(((16#${1%/*} << 32) | 16#${1#*/}))"
}

# The timeline on which a copy ended, and where: "1 50331744" (PostgreSQL 15, 74.2, WAL-Ranges of a manifest).
end_of_backup() {
    local found
    found=$(sed -n 's/.*{ *"Timeline": *\([0-9]*\), *"Start-LSN": *"[^"]*", *"End-LSN": *"\([0-9A-F]*\/[0-9A-F]*\)" *}.*/\1 \2/p' \
        "$1/backup_manifest" | tail -n 1)
    [[ $found =~ ^[0-9]+\ [0-9A-F]+/[0-9A-F]+$ ]] || die "$1/backup_manifest names no timeline"
    printf '%s %s' "${found% *}" "$(lsn_number "${found#* }")"
}

timeline_of_backup() {
    local end
    end=$(end_of_backup "$1")
    printf '%s' "${end% *}"
}

history_of() {
    printf '%s/wal/%08X.history' "$1" "$2"
}

# The timelines of the archive that began after one: number, the one that it left, when. The last line of a history
# names the parent (PostgreSQL 15, 26.3.5, and the header of timeline.c).
later_timelines() {
    local folder=$1 own=$2 file number parent
    for file in "$folder"/wal/????????.history; do
        [ -f "$file" ] || continue
        number=$((16#$(basename "$file" .history)))
        [ "$number" -gt "$own" ] || continue
        parent=$(grep -E '^[0-9]+' "$file" | tail -n 1)
        printf '%s (left %s %s)\n' "$number" "${parent%%[!0-9]*}" "$(printf '%s' "$parent" | cut -f 3)"
    done
}

latest_timeline() {
    local later
    later=$(later_timelines "$1" 1)
    later=${later##*$'\n'}
    printf '%s' "${later%% *}"
}

# leads_to FOLDER BACKUP TIMELINE: whether a copy lies on a timeline: made on it, or on one that it comes from and before it
# left that one. What was made later lies on an abandoned one, however old it is.
leads_to() {
    local end timeline lsn number left rest
    end=$(end_of_backup "$2")
    timeline=${end% *}
    lsn=${end#* }
    [ "$timeline" != "$3" ] || return 0
    [ -f "$(history_of "$1" "$3")" ] || return 1
    while read -r number left rest; do
        [ "$number" = "$timeline" ] || continue
        [ "$lsn" -le "$(lsn_number "$left")" ]
        return
    done < <(grep -E '^[0-9]+' "$(history_of "$1" "$3")")
    return 1
}

# backups_before FOLDER TIME: the newest first; all of them when there is no time.
backups_before() {
    local copy limit=99999999T999999.999Z
    [ -z "$2" ] || limit=$(date -u -d "$2" +%Y%m%dT%H%M%S.%3NZ)
    for copy in "$1"/base/*Z; do
        [ -d "$copy" ] || continue
        [[ ! $(basename "$copy") < $limit ]] || printf '%s\n' "$copy"
    done | tac
}

# read_wishes [--to TIME] [--from BACKUP] [--timeline N|current|latest]: into to, from and timeline.
read_wishes() {
    to=''
    from=''
    timeline=''
    while [ $# -gt 0 ]; do
        case $1 in
        --to) to=${2:?--to needs a time}; shift 2 ;;
        --from) from=${2:?--from needs a backup}; shift 2 ;;
        --timeline)
            [[ ${2:-} =~ ^([1-9][0-9]{0,8}|current|latest)$ ]] || die "--timeline needs a number, current or latest"
            timeline=$2
            shift 2 ;;
        -h | --help) show_help ;;
        *) die "restore [--to TIME] [--from BACKUP] [--timeline N|current|latest]" ;;
        esac
    done
    [ -z "$to" ] || to=$(date -u -d "$to" '+%Y-%m-%d %H:%M:%S.%6N+00') || die "--to is no time"
}

# PostgreSQL's default, the latest timeline, ends at the instant of the restore that began it: whatever came after on the
# other one would be gone without a word.
refuse_two_ways() {
    local later latest own
    own=$(timeline_of_backup "$2")
    later=$(later_timelines "$1" "$own")
    latest=${later##*$'\n'}
    [ -z "$later" ] ||
        die "besides the backup's timeline $own the log has timeline ${later//$'\n'/, timeline }: say where $to lies," \
            "--timeline current (the backup's, $own), latest (${latest%% *}) or a number"
}

# choose_backup FOLDER: by to, from and timeline, into from: the newest from before the instant that lies on the timeline.
# By its date alone it could be one that was made after the timeline had left its own.
choose_backup() {
    local folder=$1 found wanted=$timeline newest
    if [[ $timeline =~ ^[0-9]+$ ]] && [ "$timeline" != 1 ]; then
        [ -f "$(history_of "$folder" "$timeline")" ] || die "there is no timeline $timeline in $folder/wal"
    fi
    newest=${from:-$(backups_before "$folder" "$to" | head -n 1)}
    [ -n "$newest" ] || die "no backup from before ${to:-now} in $folder/base"
    [ -f "$newest/backup_manifest" ] || die "$newest is no backup"
    [ -z "$to" ] || [ -n "$timeline" ] || refuse_two_ways "$folder" "$newest"
    case $timeline in
    current) wanted=$(timeline_of_backup "$newest") ;;
    latest | '') wanted=$(latest_timeline "$folder") ;;
    esac
    if [ -z "$wanted" ]; then
        from=$newest
        return
    fi
    while read -r found; do
        if leads_to "$folder" "$found" "$wanted"; then
            from=$found
            return
        fi
    done < <(if [ -n "$from" ]; then printf '%s\n' "$from"; else backups_before "$folder" "$to"; fi)
    [ -z "$from" ] ||
        die "$from lies on timeline $(timeline_of_backup "$from") and timeline $wanted does not come from it:" \
            "leave --from out, or say --timeline current"
    die "no backup from before ${to:-now} lies on timeline $wanted: the newest, $newest, is of timeline" \
        "$(timeline_of_backup "$newest"), which was left before it was made; say --timeline current to go there"
}

# refuse_empty DATA: an empty cluster is made once. Where data were set aside and none took their place, a restore was broken off.
refuse_empty() {
    local former
    for former in "$1".before-*; do
        [ ! -d "$former" ] || die "there is no $1 but $former: a restore was broken off; restore again, or move it back"
    done
}

# refuse_unfinished FILE: it is there from before the data are exchanged until numbers and epochs of the lost time are skipped.
refuse_unfinished() {
    [ ! -e "$1" ] || die "the last restore did not end well: restore again; or, to go on with what there is, delete $1"
}

# What PostgreSQL is told for this one start, as options of pg_ctl -o.
recovery_options() {
    printf '%s' "-c restore_command='cp \"$1/wal/%f\" \"%p\"' -c recovery_target_action=promote"
    [ -z "$to" ] || printf '%s' " -c recovery_target_time='$to'"
    [ -z "$timeline" ] || printf '%s' " -c recovery_target_timeline=$timeline"
}

# why_it_failed LOG: the last thing that PostgreSQL could not get over.
why_it_failed() {
    grep -E 'FATAL|PANIC' "$1" | tail -n 1
}
