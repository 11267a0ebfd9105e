# shellcheck shell=bash
# Collectors that go through a simulated history, a window at a time, while others trouble them and their database; and what must hold
# in the end. Sourced, never run, after lib.sh. Needs $scratch, $metricsctl, $prometheus_url, $first (the end of the first window)
# and a function `ask SQL`, which asks the archive's database as its superuser.

# What the sourcing script sets, and what it reads.
# shellcheck disable=SC2154,SC2034

collectors=(a b c d)
# How long nobody may store anything, in seconds.
patience=60

# collection SOURCE ARCHIVE TIME [OPTION...]: sets `collection` to the arguments of a run.
collection() {
    collection=(collect --source "$1" --db "$2" --at "$(rfc3339 "$3")"
        --prometheus-url "$prometheus_url" "${@:4}")
}

# collect SOURCE ARCHIVE TIME [OPTION...]
collect() {
    local collection
    collection "$@"
    "$metricsctl" "${collection[@]}"
}

# collector SOURCE ARCHIVE LAST: window by window, each until its run is acknowledged. Every attempt is at a second of its own, by
# which its run is known.
collector() {
    local name=$1 archive=$2 last=$3 window=$first attempt=0 code collection
    while [ "$window" -le "$last" ]; do
        code=0
        collection "$name" "$archive" $((window + attempt)) --verbose
        # A function would be a shell's process, which is not the one to be killed.
        "$metricsctl" "${collection[@]}" >"$scratch/said.$name" 2>&1 &
        echo $! >"$scratch/process.$name"
        wait $! || code=$?
        echo "$name $((window + attempt))" >>"$scratch/tried.$name"
        attempt=$((attempt + 1))
        if grep -q 'skipped:' "$scratch/said.$name"; then
            # One that was killed has left its lease; here nobody waits four minutes for its end.
            ask "UPDATE metricsctl.lease SET until = 0 WHERE name = '$name'" || true
        elif [ $code -eq 0 ]; then
            echo "$name $((window + attempt - 1)) $(date +%s)" >>"$scratch/acknowledged.$name"
            window=$((window + 300))
            attempt=0
        else
            sed "s/^/$code: /" "$scratch/said.$name" >>"$scratch/failed.$name"
        fi
    done
    : >"$scratch/through.$name"
}

# start_collectors ARCHIVE LAST
start_collectors() {
    local name
    : >"$scratch/failed.none"
    for name in "${collectors[@]}"; do start "$scratch/log.$name" collector "$name" "$1" "$2"; done
    waited "four collectors"
}

# waited WHAT: waits until each collector has stored something from now on, and says how long that took.
waited() {
    local began=$SECONDS name time
    time=$(date +%s)
    for name in "${collectors[@]}"; do until_true $patience "$1: collector $name goes on" goes_on "$name" "$time"; done
    say "$1: all four had stored something again after $((SECONDS - began)) s"
}
goes_on() {
    local newest
    newest=$(tail -n 1 "$scratch/acknowledged.$1" 2>/dev/null | cut -d ' ' -f 3)
    [ "${newest:-0}" -gt "$2" ] || [ -e "$scratch/through.$1" ]
}

# until_true SECONDS WHAT COMMAND...: waits for it.
until_true() {
    local limit=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ $SECONDS -lt $limit ] || die "$what: not within the time"
        sleep 0.3
    done
}

trouble_collectors() {
    local turn name process
    for turn in 1 2 3 4 5 6 7 8; do
        name=${collectors[$((turn % 4))]}
        process=$(<"$scratch/process.$name")
        if [ $((turn % 3)) -eq 0 ]; then
            kill -STOP "$process" 2>/dev/null || true
            sleep 3
            kill -CONT "$process" 2>/dev/null || true
        else
            kill -KILL "$process" 2>/dev/null || true
        fi
        sleep 0.$((RANDOM % 10))
    done
    waited "collectors killed and stopped"
}

# stop_server PROCESS: a PostgreSQL, all of it, for 5 s.
stop_server() {
    local all
    mapfile -t all < <(echo "$1"; pgrep -P "$1")
    kill -STOP "${all[@]}"
    sleep 5
    kill -CONT "${all[@]}"
    waited "a server that was stopped for 5 s"
}

# ---- What must hold ----

# through: until all collectors are.
through() {
    local name
    for name in "${collectors[@]}"; do until_true 300 "collector $name is through" test -e "$scratch/through.$name"; done
}

# in_peace SOURCE LAST: collects the same into a file that nobody troubles.
in_peace() {
    collect "$1" "$scratch/peace.db" "$first"
    collect "$1" "$scratch/peace.db" "$2" --backfill "$((($2 - first) / 60))m"
}

# all_once ARCHIVE: every acknowledged run is there once, and none that nobody tried; what failed has said so in a line; and
# all is as in the file that was collected in peace.
all_once() {
    ask "SELECT convert_from(s.name, 'UTF8') || ' ' || r.started FROM metricsctl.run r
        JOIN metricsctl.source s ON s.id = r.source" | sort >"$scratch/stored"
    cat "$scratch"/acknowledged.* | cut -d ' ' -f 1,2 | sort >"$scratch/acknowledged"
    sort "$scratch"/tried.* >"$scratch/tried"
    [ -z "$(uniq -d "$scratch/stored")" ] || die "runs that are there twice: $(uniq -d "$scratch/stored" | head -n 3)"
    [ -z "$(comm -23 "$scratch/acknowledged" "$scratch/stored")" ] ||
        die "acknowledged, and lost: $(comm -23 "$scratch/acknowledged" "$scratch/stored" | head -n 3)"
    [ -z "$(comm -13 "$scratch/tried" "$scratch/stored")" ] ||
        die "runs that nobody tried: $(comm -13 "$scratch/tried" "$scratch/stored" | head -n 3)"
    # 137 is a program that was killed, of which nothing but its first lines is to be had.
    cat "$scratch"/failed.* | sed '/^137: /d; /^1: metricsctl: [^ ]/d; /^1: hint: /d' >"$scratch/odd"
    [ ! -s "$scratch/odd" ] || die "what has failed does not say so in a line: $(head -n 5 "$scratch/odd")"
    same_export "$1"
    "$metricsctl" archive verify --db "$1" >&2
    say "$(wc -l <"$scratch/acknowledged") acknowledged runs of $(wc -l <"$scratch/tried") tried, all there once"
}

# same_export ARCHIVE
same_export() {
    "$metricsctl" archive export --db "$scratch/peace.db" | sort >"$scratch/peace"
    "$metricsctl" archive export --db "$1" | sort | diff - "$scratch/peace" >"$scratch/differences" || {
        head -n 6 "$scratch/differences" >&2
        die "what is stored is not what was collected in peace"
    }
}
