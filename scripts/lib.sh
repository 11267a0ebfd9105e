# shellcheck shell=bash
# What the other scripts share: messages, root's rights, builds, and the processes that a script starts and stops.
# Sourced, never run. Every script runs from the checkout's top folder after sourcing this.

set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$checkout"

# Where `setup` unpacks the servers that others talk to: inside the checkout, never on the system.
tools=$checkout/.build/tools
prometheus_binaries=$tools/prometheus/usr/bin

# Progress, on stderr: what a script prints on stdout is its result.
say() { printf '==> %s\n' "$*" >&2; }

# die MESSAGE [HINT]: one line of what is wrong, one of what to do, exit 1.
die() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    [ $# -lt 2 ] || printf 'hint: %s\n' "$2" >&2
    exit 1
}

# usage_error MESSAGE: exit 64, as metricsctl does.
usage_error() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    printf 'hint: %s --help\n' "$0" >&2
    exit 64
}

# print_header FILE: a script's own comment header is its --help.
print_header() { sed -n '1d; /^$/q; s/^# \{0,1\}//; p' "$1"; }

# no_arguments "$@": for a script that has none but --help.
no_arguments() {
    case ${1-} in
        "") ;;
        -h | --help) print_header "$0" && exit ;;
        *) usage_error "unknown argument $1" ;;
    esac
}

# as_root COMMAND...: runs it with root's rights, without ever asking for a password; fails where there are none.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 77
    fi
}

# has_root: whether as_root would work.
has_root() { as_root true; }

# build_release PRODUCT...: optimised, stripped, without a Swift or C++ runtime to install beside it.
build_release() {
    local product
    METRICSCTL_STATIC_LIBRARIES=$(static_libraries)
    export METRICSCTL_STATIC_LIBRARIES
    METRICSCTL_COMMIT=$(git describe --always --dirty --exclude='*' 2>/dev/null || echo "unknown commit")
    export METRICSCTL_COMMIT
    for product in "$@"; do
        swift build -c release --static-swift-stdlib --disable-local-rpath -Xlinker -s --product "$product" >&2
    done
}

# static_libraries: a folder with what is linked into programs instead of being loaded at every start, see Package.swift:
# C++'s runtime, and libyaml, which most commands never need. Nothing where the first is not there.
static_libraries() {
    local compiler archive
    compiler=$(dirname "$(readlink -f "$(command -v swift)")")/clang
    archive=$("$compiler" -print-file-name=libstdc++.a 2>/dev/null) || return 0
    [ -f "$archive" ] || return 0
    mkdir -p .build/static-libraries
    ln -sf "$archive" .build/static-libraries/
    archive=$("$compiler" -print-file-name=libyaml.a 2>/dev/null) || archive=
    if [ -f "$archive" ]; then ln -sf "$archive" .build/static-libraries/; fi
    echo "$PWD/.build/static-libraries"
}

# Where build_release leaves its programs.
release_folder() { swift build -c release --static-swift-stdlib --show-bin-path; }

# ---- Processes of one script: all stopped, and the scratch folder removed, however the script ends. ----

scratch=
started=()

# make_scratch: a private temporary folder in $scratch; from here on the script cleans up behind itself.
make_scratch() {
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/metricsctl.XXXXXX")
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

# clean_up [CODE]: ends the script with this exit code, or the one that it is ending with.
clean_up() {
    local code=${1:-$?} process
    trap '' INT TERM HUP
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
    [ -z "$scratch" ] || rm -rf -- "$scratch"
    exit "$code"
}

# start LOG COMMAND...: in the background, output to LOG; its process id is remembered, and in $last_started.
start() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 &
    last_started=$!
    started+=("$last_started")
}

# free_port: a port of 127.0.0.1 on which nothing listens.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

# debian_mirror: the mirror of Debian that this machine's apt goes by.
debian_mirror() {
    local mirror
    # shellcheck disable=SC2016  # apt expands it
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | sed -n '/\/debian\/$/{p;q}')
    [ -n "$mirror" ] || die "apt has no mirror of Debian to ask"
    echo "$mirror"
}

# loopback_up: in a new network namespace it is down, and there may be no `ip`.
loopback_up() {
    python3 - <<'END'
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    SIOCSIFFLAGS, IFF_UP = 0x8914, 1
    fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
END
}

# wait_for NAME URL LOG: until the newest started process answers at URL; its log is shown if it gives up.
wait_for() {
    local name=$1 url=$2 log=$3 tries
    for ((tries = 0; tries < 300; tries++)); do
        curl --noproxy '*' -fsS -o /dev/null "$url" 2>/dev/null && return
        kill -0 "$last_started" 2>/dev/null || break
        sleep 0.2
    done
    tail -n 5 "$log" >&2
    die "$name did not start"
}

# ---- A real Prometheus over simulated model servers. Needs $scratch and $modelsim. ----
# For a second one beside it set `place` to a folder of its own, and fleet_port to nothing.

# build_simulator: sets modelsim to the built program.
build_simulator() {
    build_release modelsim
    modelsim=$(release_folder)/modelsim
}

# simulate_history HOURS [MODELSIM OPTION...]: that many hours up to now, as blocks that Prometheus opens.
# Sets simulation_start.
simulate_history() {
    local hours=$1
    shift
    simulation_start=$(($(date +%s) / 300 * 300 - hours * 3600))
    "$modelsim" history --seed 1 --start "$simulation_start" --hours "$hours" --out "${place:-$scratch}/history" "$@" >&2
    # Blocks of more than two hours: the text is read once for each.
    "$prometheus_binaries/promtool" tsdb create-blocks-from --max-block-duration=168h openmetrics \
        "${place:-$scratch}/history/metrics.om" "${place:-$scratch}/prometheus" >"${place:-$scratch}/promtool.log" 2>&1 ||
        { tail -n 5 "${place:-$scratch}/promtool.log" >&2; die "promtool could not make blocks of the simulated history"; }
    rm -f -- "${place:-$scratch}/history/metrics.om"
}

# start_fleet [MODELSIM OPTION...]: the same simulated servers, live. Sets fleet_port.
start_fleet() {
    fleet_port=$(free_port)
    start "${place:-$scratch}/fleet.log" "$modelsim" serve --seed 1 --start "$simulation_start" --port "$fleet_port" "$@"
    wait_for "the simulated fleet" "http://127.0.0.1:$fleet_port/targets" "${place:-$scratch}/fleet.log"
}

# start_prometheus: over the blocks, scraping the fleet where there is one, logging queries to the file query_log where
# that is set, on prometheus_port where that is. Sets prometheus_url.
start_prometheus() {
    local port=${prometheus_port:-}
    [ -n "$port" ] || port=$(free_port)
    prometheus_url=http://127.0.0.1:$port
    if [ -n "${fleet_port:-}" ]; then
        "$modelsim" config --port "$fleet_port" >"${place:-$scratch}/prometheus.yml"
    else
        printf 'global: {query_log_file: "%s"}\n' "${query_log:-}" >"${place:-$scratch}/prometheus.yml"
    fi
    start "${place:-$scratch}/prometheus.log" "$prometheus_binaries/prometheus" \
        --config.file="${place:-$scratch}/prometheus.yml" --storage.tsdb.path="${place:-$scratch}/prometheus" \
        --storage.tsdb.retention.time=1y --web.listen-address="127.0.0.1:$port"
    wait_for Prometheus "$prometheus_url/-/ready" "${place:-$scratch}/prometheus.log"
}

# ---- A PostgreSQL of the script alone. Needs $scratch. ----

# start_postgres [OPTION...]: Debian's newest, in a folder of its own, on a socket there and on no port. Sets PGHOST and PGUSER,
# which name it for psql and libpq, and puts its programs on PATH.
start_postgres() {
    local programs
    programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$programs" ] || die "there is no PostgreSQL here" "apt-get install postgresql, or scripts/setup"
    PATH=$programs:$PATH
    PGHOST=$scratch/postgres
    PGUSER=postgres
    export PATH PGHOST PGUSER
    mkdir "$PGHOST"
    # It refuses to run as root.
    as_postgres=()
    if [ "$(id -u)" -eq 0 ]; then
        chmod 711 "$scratch"
        chown postgres "$PGHOST"
        as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    fi
    (cd "$PGHOST" && "${as_postgres[@]}" initdb -D "$PGHOST/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 \
        >"$PGHOST/initdb.log" 2>&1) || { tail -n 5 "$PGHOST/initdb.log" >&2; die "initdb failed"; }
    run_postgres "$@"
}

# run_postgres [OPTION...]: that of start_postgres, when it has ended. Sets postgres_process.
run_postgres() {
    local tries
    start "$scratch/postgres.log" "${as_postgres[@]}" postgres -D "$PGHOST/data" -k "$PGHOST" -c listen_addresses= "$@"
    # shellcheck disable=SC2034 # for scripts that stop it
    postgres_process=$last_started
    for ((tries = 0; tries < 300; tries++)); do
        pg_isready -q && return
        kill -0 "$last_started" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 5 "$scratch/postgres.log" >&2
    die "PostgreSQL did not start"
}

# ---- An archive of invented numbers, for what measures the server and not the counts. ----

# export_lines MODELS WINDOWS NEWEST: an export (see `metricsctl archive export`) of so many windows up to the one that
# ends at NEWEST.
export_lines() {
    awk -v models="$1" -v windows="$2" -v newest="$3" 'BEGIN {
        srand(1)
        print "{\"source\":\"default\",\"metric\":\"request_duration_seconds\",\"url\":\"http://localhost:9090\"," \
            "\"selector\":\"\",\"model_label\":\"model\",\"unit\":\"s\"}"
        for (window = windows - 1; window >= 0; window--) {
            time = strftime("%Y-%m-%dT%H:%M:%S+00:00", newest - 300 * window, 1)
            for (model = 1; model <= models; model++) {
                counts = ""
                requests = 0
                for (bucket = 0; bucket < 12; bucket++) {
                    count = int(rand() * 60)
                    requests += count
                    counts = counts (bucket ? "," : "") count
                }
                printf "{\"window\":\"%s\",\"model\":\"model-%02d\",\"quality\":\"exact\",\"requests\":%d,\"sum_us\":%d," \
                    "\"histograms\":[{\"le\":[0.05,0.1,0.25,0.5,1,2.5,5,10,20,30,60],\"counts\":[%s]}]}\n",
                    time, model, requests, requests * 1000000, counts
            }
        }
        print "{\"end\":true}"
    }'
}

# rfc3339 SECONDS: a time since 1970 as text, in UTC.
rfc3339() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }

# median FILE: of a number a line.
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
