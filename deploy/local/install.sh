#!/usr/bin/env bash
# Installs the Debian packages of packages.txt that are missing: install.sh run|test.
# When nothing is missing it takes no time and needs no network. No server is left running by it: PostgreSQL
# makes no cluster of its own, and services may not start while packages are being set up.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.d/shouli.conf

die() {
    printf 'install: %s\n' "$*" >&2
    exit 1
}

wanted() {
    awk -v profile="$1" '/^#/ || !NF { next } $1 == "run" || $1 == profile { print $2 }' "$here/packages.txt"
}

# Asked once, because dpkg is slow to start; it fails when it does not know one of them.
show_installed() {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "installed" { print $2 }' || true
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# A policy that is there already (containers ship one) stays as it is.
forbid_starts() {
    as_root mkdir -p "$(dirname "$clusters")"
    echo 'create_main_cluster = false' | as_root tee "$clusters" >/dev/null
    if [ ! -e "$policy" ]; then
        trap allow_starts EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
}

allow_starts() {
    as_root rm -f "$policy"
}

# Servers are enabled by their packages; those that were not there before would start with the next boot.
keep_from_boot() {
    local server
    for server in "$@"; do
        [[ " ${missing[*]} " == *" $server "* ]] || continue
        as_root update-rc.d "$server" disable >"$log" 2>&1 ||
            printf 'install: %s may start with the next boot (%s)\n' "$server" "$(tail -n 1 "$log")" >&2
    done
}

# A new machine may be installing its own updates: wait for that.
apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@" >"$log" 2>&1
}

profile=${1:-test}
[ "$profile" = run ] || [ "$profile" = test ] || die "usage: install.sh run|test"
command -v dpkg-query >/dev/null || die "this is no Debian; install by hand what packages.txt lists"

mapfile -t packages < <(wanted "$profile")
installed=" $(show_installed "${packages[@]}" | tr '\n' ' ')"
missing=()
for package in "${packages[@]}"; do
    [[ $installed == *" $package "* ]] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

printf 'install: %s\n' "${missing[*]}"
[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    die "needs root: run 'apt-get install ${missing[*]}' as root, then again"
log=$(mktemp)
forbid_starts
if ! apt_install "${missing[@]}"; then
    as_root apt-get update -q >"$log" 2>&1 ||
        die "apt-get update failed ($(tail -n 1 "$log")); check the network and /etc/apt/sources.list"
    apt_install "${missing[@]}" ||
        die "apt-get install failed ($(tail -n 1 "$log")); the whole output is in $log"
fi
keep_from_boot redis-server prometheus prometheus-alertmanager rsyslog
rm -f "$log"
