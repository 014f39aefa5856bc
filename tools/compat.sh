#!/usr/bin/env bash
# Run the unit and integration tests on QGIS 3.22, 3.40 and 3.44, each in the Debian that has it.
#
#   tools/compat.sh [3.22] [3.40] [3.44]
#
# TESTS="tests/unit/test_page.py …" runs only those.
# 3.22 is Debian 12's, 3.40 Debian 13's, 3.44 comes from Debian 13's backports. A version that this
# machine has itself is tested as it is; for the others a root is made once by debootstrap, in
# COMMONPLAN_CACHE (default ~/.cache/commonplan, outside of the checkout: 2 to 5 GB, safe to delete).
# Tests run in a throw-away overlay of that root, with the checkout mounted read-only under an odd
# name: what a test leaves behind, and what it cannot do without a writable checkout, shows.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
CHECKOUT=$PWD
CACHE=${COMMONPLAN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/commonplan}
LOGS=$CHECKOUT/build/compat
INSIDE='/srv/the square 社区'
SCRATCH=$CACHE/scratch

declare -A SUITE=([3.22]=bookworm [3.40]=trixie [3.44]=trixie-backports)

say() { printf 'compat: %s\n' "$*"; }
fail() { printf 'compat: %s\n' "$*" >&2; exit 1; }

# Mounts live in a mount namespace of this script's own: none is left behind, however it ends.
if [ "${COMMONPLAN_UNSHARED:-}" != yes ]; then
    elevate=()
    [ "$(id -u)" -eq 0 ] || elevate=(sudo --preserve-env=COMMONPLAN_CACHE,XDG_CACHE_HOME,HOME,TESTS)
    exec "${elevate[@]}" env COMMONPLAN_UNSHARED=yes unshare --mount -- "$CHECKOUT/tools/compat.sh" "$@"
fi

host_version() {
    local version
    version=$(dpkg-query -W -f '${Version}' python3-qgis 2>/dev/null) || return 0
    version=${version#*:}
    printf '%s\n' "$version" | cut -d. -f1,2
}

mirror() { # the Debian archive that this machine's own apt is configured with
    apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/ Debian Debian$//p' | head -n 1
}

mount_system() { # what a chroot needs of the running machine: devices, name resolution, certificates
    local root=$1
    mount --rbind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys" 2>/dev/null || mount --rbind /sys "$root/sys"
    mount -t tmpfs tmpfs "$root/tmp"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    [ ! -d "$root/etc/ssl/certs" ] || mount --bind /etc/ssl/certs "$root/etc/ssl/certs"
    mkdir -p "$root$INSIDE"
    mount --bind "$CHECKOUT" "$root$INSIDE"
    mount -o remount,ro,bind "$root$INSIDE"
    mount -t tmpfs tmpfs "$root$INSIDE/.qgis-settings" # pytest-qgis keeps its profile there
    if [ -d "$CHECKOUT/../shared" ]; then # data that some tests use where it stands beside the checkout
        mkdir -p "$root/srv/shared"
        mount --bind "$CHECKOUT/../shared" "$root/srv/shared"
        mount -o remount,ro,bind "$root/srv/shared"
    fi
}

inside() { # run a command in a root, as on a fresh machine, in the checkout
    local root=$1
    shift
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1 \
        HYPOTHESIS_STORAGE_DIRECTORY=/tmp/hypothesis COMMONPLAN_VENV=/opt/venv \
        COMMONPLAN_BUILD=/var/tmp/commonplan $(env | grep -E '^(PIP_|https?_proxy=|no_proxy=)' || true) \
        sh -c 'cd "$0" && exec "$@"' "$INSIDE" "$@"
}

setup_key() { cat tools/setup.sh tools/requirements-*.txt | sha256sum | cut -d' ' -f1; }

bootstrap() { # a bare Debian, made once
    local suite=$1 root=$CACHE/roots/$1
    [ -d "$root" ] && return
    command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq debootstrap >/dev/null; }
    say "making a root of Debian $suite in $root"
    rm -rf "$root.part"
    mkdir -p "$CACHE/roots"
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root.part" "$(mirror)" >"$LOGS/$suite.log"
    cp -a /etc/pip.conf "$root.part/etc/" 2>/dev/null || true
    mv "$root.part" "$root"
}

overlay() { # lower layers (the topmost first), a writable upper one, where to mount
    local lower=$1 upper=$2 target=$3
    mkdir -p "$upper/data" "$upper/work" "$target"
    mount -t overlay overlay -o "lowerdir=$lower,upperdir=$upper/data,workdir=$upper/work" "$target"
}

with_setup() { # install in a mounted root what setup.sh's runtime and python parts want
    inside "$1" tools/setup.sh runtime python link
}

# Print the lower layers of a version's root, after making what is missing of them.
prepare() {
    local suite=$1 base=${1%-backports} key
    key=$(setup_key)
    bootstrap "$base"
    if [ "$(cat "$CACHE/roots/$base.ready" 2>/dev/null)" != "$key" ]; then
        say "installing QGIS and the environment in $base"
        (
            mkdir -p "$SCRATCH/$base"
            mount --bind "$CACHE/roots/$base" "$SCRATCH/$base"
            mount_system "$SCRATCH/$base"
            with_setup "$SCRATCH/$base" >>"$LOGS/$base.log" 2>&1
            umount -R "$SCRATCH/$base"
        )
        rm -rf "$CACHE/roots/$base-backports" "$CACHE/roots/$base-backports.ready"
        echo "$key" >"$CACHE/roots/$base.ready"
    fi
    [ "$suite" != "$base" ] || return 0
    [ "$(cat "$CACHE/roots/$suite.ready" 2>/dev/null)" != "$key" ] || return 0
    say "adding QGIS from $suite"
    (
        overlay "$CACHE/roots/$base" "$CACHE/roots/$suite" "$SCRATCH/$suite"
        mount_system "$SCRATCH/$suite"
        echo "deb $(mirror) $suite main" >"$SCRATCH/$suite/etc/apt/sources.list.d/backports.list"
        inside "$SCRATCH/$suite" apt-get update -qq
        inside "$SCRATCH/$suite" apt-get install -y -qq --no-install-recommends -t "$suite" qgis python3-qgis
        umount -R "$SCRATCH/$suite"
    ) >>"$LOGS/$suite.log" 2>&1
    echo "$key" >"$CACHE/roots/$suite.ready"
}

# A test that hangs on one QGIS must not hold up the others.
read -ra tests <<<"${TESTS:-tests/unit tests/integration}"
PYTEST=(-m pytest "${tests[@]}" -m "not long" -p no:cacheprovider --color=no --durations=10)
LONGEST=20m

test_inside() {
    local suite=$1 lower=$CACHE/roots/${1%-backports} upper
    [ "$suite" = "${suite%-backports}" ] || lower=$CACHE/roots/$suite/data:$lower
    upper=$SCRATCH/tests-$suite
    mkdir -p "$upper" && mount -t tmpfs tmpfs "$upper"
    overlay "$lower" "$upper/upper" "$upper/root"
    mount_system "$upper/root"
    inside "$upper/root" timeout $LONGEST /opt/venv/bin/python "${PYTEST[@]}"
}

test_here() { env QT_QPA_PLATFORM=offscreen timeout $LONGEST .venv/bin/python "${PYTEST[@]}"; }

start() { # test one version in the background
    local version=$1 suite=${SUITE[$1]}
    if [ "$(host_version)" = "$version" ]; then
        test_here >"$LOGS/$version.tests.log" 2>&1 </dev/null &
    else
        prepare "$suite"
        test_inside "$suite" >"$LOGS/$version.tests.log" 2>&1 </dev/null &
    fi
    JOBS[$version]=$!
}

mount --make-rprivate /
mkdir -p "$LOGS" "$SCRATCH" .qgis-settings
rm -f "$LOGS"/*.log
declare -A JOBS
versions=("$@")
[ ${#versions[@]} -gt 0 ] || versions=(3.22 3.40 3.44)
for version in "${versions[@]}"; do
    [ -n "${SUITE[$version]:-}" ] || fail "QGIS $version is not one of ${!SUITE[*]}"
    start "$version"
done

failed=0
for version in "${versions[@]}"; do
    outcome=passed
    wait "${JOBS[$version]}" || { outcome=FAILED; failed=1; }
    printf 'QGIS %-5s %-7s %s   (%s)\n' "$version" "$outcome" \
        "$(tail -n 1 "$LOGS/$version.tests.log")" "build/compat/$version.tests.log"
done
exit $failed
