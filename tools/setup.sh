#!/usr/bin/env bash
# Set a fresh Debian 12 or 13 up for running, testing and packaging Commonplan.
#
#   tools/setup.sh [runtime] [devtools] [python] [link] [viewer] [sample] [translations]
#
# Without a part named, all of them, in this order. A part that was done before with the same
# inputs is skipped: its stamp in build/stamps holds a hash of what it depends on.
# COMMONPLAN_VENV and COMMONPLAN_BUILD move the environment and the build folder elsewhere.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=${COMMONPLAN_VENV:-$PWD/.venv}
BUILD=${COMMONPLAN_BUILD:-$PWD/build}
STAMPS=$BUILD/stamps
SYSTEM_PYTHON=/usr/bin/python3 # QGIS is bound to Debian's own Python, whatever comes first in PATH

RUNTIME_PACKAGES=(
    qgis python3-qgis python3-venv ca-certificates fonts-noto-cjk fonts-open-sans poppler-utils
)
DEVTOOL_PACKAGES=(make git xvfb xdotool chromium chromium-driver qttools5-dev-tools)
# Debian 13 has these new enough for us; on Debian 12 wheels take their place. Inside an environment
# its pyproj finds PROJ's data only beside the program `proj`.
GEO_PACKAGES=(
    python3-geopandas python3-pandas python3-shapely python3-pyproj python3-pyogrio python3-openpyxl proj-bin
)

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

hash_of() { # the content and names of the files under the given paths, and any extra words
    find "$@" -type f -not -path '*/node_modules/*' -not -name '*.pyc' -print0 2>/dev/null |
        LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}
is_fresh() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }
stamp() { mkdir -p "$STAMPS" && printf '%s\n' "$2" >"$STAMPS/$1"; }

installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

apt_install() {
    local missing=() package root=()
    for package in "$@"; do installed "$package" || missing+=("$package"); done
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || fail "this is not a Debian: install by hand what corresponds to: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "run as root, or install sudo: packages are missing: ${missing[*]}"
        root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
}

debian_has_new_geopandas() {
    local version
    version=$(apt-cache policy python3-geopandas 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    [ -n "$version" ] && dpkg --compare-versions "$version" ge 1.0
}

# Features, not versions: some builds report their version as "0+unknown".
has_geo_features() {
    "$1" - 2>/dev/null <<'PYTHON'
import geopandas, openpyxl, pyogrio, pyproj, shapely
from osgeo import gdal_array
assert hasattr(shapely, "points") and hasattr(geopandas.GeoSeries, "union_all")
PYTHON
}

runtime() {
    apt_install "${RUNTIME_PACKAGES[@]}"
    if debian_has_new_geopandas; then apt_install "${GEO_PACKAGES[@]}"; fi
}

devtools() {
    local packages=("${DEVTOOL_PACKAGES[@]}")
    command -v node >/dev/null || packages+=(nodejs)
    command -v npm >/dev/null || packages+=(npm)
    apt_install "${packages[@]}"
}

python() {
    local key
    key=$(hash_of tools/requirements-*.txt)-$("$SYSTEM_PYTHON" -V)
    if is_fresh python "$key" && "$VENV/bin/python" -c 'import pytest, shapely' 2>/dev/null; then return; fi
    say "building the Python environment in $VENV"
    if ! "$VENV/bin/python" -c 'import sys, pip; sys.exit(sys.base_prefix != "/usr")' 2>/dev/null; then
        "$SYSTEM_PYTHON" -m venv --clear --system-site-packages "$VENV"
    fi
    if ! has_geo_features "$SYSTEM_PYTHON"; then
        "$VENV/bin/python" -m pip install -q --disable-pip-version-check -r tools/requirements-wheels.txt
    fi
    "$VENV/bin/python" -m pip install -q --disable-pip-version-check -r tools/requirements-dev.txt
    has_geo_features "$VENV/bin/python" || fail "the environment in $VENV lacks geopandas 1, shapely 2 or osgeo"
    stamp python "$key"
}

link() { # tools that dislike the checkout's folder name see it as "commonplan"
    mkdir -p "$BUILD/link"
    [ "$BUILD/link/commonplan" -ef "$PWD" ] || ln -sfn "$PWD" "$BUILD/link/commonplan"
}

viewer() {
    [ -f viewer/package.json ] || return 0
    local key
    key=$(hash_of viewer)
    if is_fresh viewer "$key" && [ -d resources/viewer ]; then return; fi
    say "building the page's viewer"
    (cd viewer && npm ci --silent --no-audit --no-fund && npm run --silent build)
    stamp viewer "$key"
}

sample() {
    [ -f tools/sample/generate.py ] || return 0
    local key
    key=$(hash_of tools/sample)
    if is_fresh sample "$key" && [ -f resources/sample/survey.dxf ]; then return; fi
    say "making the sample community"
    "$VENV/bin/python" tools/sample/generate.py >/dev/null
    stamp sample "$key"
}

translations() {
    local sources=(resources/i18n/*.ts) lrelease key
    [ -f "${sources[0]}" ] || return 0
    key=$(hash_of "${sources[@]}")
    if is_fresh translations "$key" && [ -f "${sources[0]%.ts}.qm" ]; then return; fi
    for lrelease in /usr/lib/qt5/bin/lrelease /usr/lib/qt6/bin/lrelease "$(command -v lrelease)"; do
        if [ -x "$lrelease" ]; then break; fi
    done
    say "compiling the translations"
    "$lrelease" -silent "${sources[@]}"
    stamp translations "$key"
}

mkdir -p "$BUILD"
exec 9>"$BUILD/setup.lock" && flock 9 # two set-ups at once would trip over each other

for part in ${@:-runtime devtools python link viewer sample translations}; do
    case $part in
        runtime | devtools | python | link | viewer | sample | translations) "$part" ;;
        *) fail "there is no part called $part" ;;
    esac
done
