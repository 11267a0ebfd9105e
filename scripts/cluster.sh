# shellcheck shell=bash
# Two hosts of PostgreSQL under Patroni, one a synchronous standby of the other, with etcd to tell who is the primary, and a pooler:
# each host in namespaces of its own, on a network of the script's own. Sourced, never run, with lib.sh and collectors.sh, inside a
# network namespace and as root. Needs $scratch; scripts/setup failover unpacks the programs.

# What lib.sh sets, and what the sourcing script reads.
# shellcheck disable=SC2154,SC2034

failover_tools=$tools/failover
here=10.77.0.254
declare -A hosts=()

# cluster_network: a switch in place of a network's; the script is on it, too.
cluster_network() {
    ip link set lo up
    ip link add switch type bridge
    ip address add $here/24 dev switch
    ip link set switch up
}

# as_postgres COMMAND...: which refuses to run as root.
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }

# cluster_start: sets writer_url, reader_url and owner_url, which name both hosts.
cluster_start() {
    local number
    trap 'cluster_stop; clean_up' EXIT
    programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
    [ -n "$programs" ] || die "there is no PostgreSQL here" "apt-get install postgresql, or scripts/setup"
    PATH=$programs:$PATH
    chmod 711 "$scratch"
    start "$scratch/etcd.log" "$failover_tools/usr/bin/etcd" --data-dir "$scratch/etcd" \
        --listen-client-urls http://$here:2379 --advertise-client-urls http://$here:2379 \
        --listen-peer-urls http://127.0.0.1:2380
    wait_for etcd http://$here:2379/health "$scratch/etcd.log"
    for number in 1 2; do
        host_start $number
        until_true 60 "host $number is up" host_runs $number
    done
    until_true 60 "a synchronous standby" has_standby
    writer_url="postgresql://metricsctl_writer@10.77.0.1,10.77.0.2/metrics"
    reader_url=${writer_url/writer/reader}
    owner_url=${writer_url/writer/owner}
}

# With the exit code that there is.
cluster_stop() {
    local code=$? number
    for number in "${!hosts[@]}"; do host_kill "$number"; done
    return $code
}

# host_start NUMBER: with nothing running on it but Patroni and what that starts, so that it can be killed as a whole.
host_start() {
    local number=$1 folder=$scratch/host$1
    install -d -o postgres -m 700 "$folder" "$folder/run"
    patroni_settings "$number" >"$folder/patroni.yml"
    # The cable comes when the host is there.
    # shellcheck disable=SC2016
    start "$folder/log" unshare --net --pid --fork --kill-child --mount-proc bash -c '
        until ip link set cable up 2>/dev/null; do sleep 0.1; done
        ip link set lo up
        ip address add "$0/24" dev cable
        exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"' "10.77.0.$number" \
        env "PYTHONPATH=$failover_tools/usr/lib/python3/dist-packages" \
        /usr/bin/python3 "$failover_tools/usr/bin/patroni" "$folder/patroni.yml"
    hosts[$number]=$last_started
    until [ "$(readlink "/proc/$last_started/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
    ip link delete "port$number" 2>/dev/null || true
    ip link add "port$number" type veth peer name cable netns "$last_started"
    ip link set "port$number" master switch up
}

patroni_settings() {
    local folder=$scratch/host$1
    cat <<END_OF_SETTINGS
scope: metrics
name: host$1
restapi: {listen: "10.77.0.$1:8008", connect_address: "10.77.0.$1:8008"}
etcd3: {host: "$here:2379"}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 5
    synchronous_mode: true
    postgresql: {use_pg_rewind: true, parameters: {wal_log_hints: "on", max_connections: 60}}
  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, {auth: trust}]
postgresql:
  listen: "10.77.0.$1:5432"
  connect_address: "10.77.0.$1:5432"
  data_dir: "$folder/data"
  bin_dir: "$programs"
  pgpass: "$folder/pgpass"
  authentication: {superuser: {username: postgres, password: x}, replication: {username: replicator, password: x}}
  pg_hba: ["local all all trust", "host all all 10.77.0.0/24 trust", "host replication all 10.77.0.0/24 trust"]
  parameters: {unix_socket_directories: "$folder/run"}
END_OF_SETTINGS
}

# host_kill NUMBER: all of it at once, as when the power fails: it ends with its first process.
host_kill() {
    local first
    first=$(pgrep -P "${hosts[$1]}") || return 0
    kill -KILL "$first"
    wait "${hosts[$1]}" 2>/dev/null || true
    ip link delete "port$1" 2>/dev/null || true
}

# host_cut NUMBER, host_mend NUMBER: nothing comes through any more, and nobody is told; and all does again.
host_cut() { ip link set "port$1" nomaster; }
host_mend() { ip link set "port$1" master switch; }

host_runs() { curl -fsS -m 2 -o "$scratch/patroni.said" "http://10.77.0.$1:8008/health" 2>"$scratch/patroni.error"; }
is_primary() { curl -fsS -m 2 -o "$scratch/patroni.said" "http://10.77.0.$1:8008/primary" 2>"$scratch/patroni.error"; }

# primary, standby: the host's number.
primary() {
    local number
    for number in 1 2; do
        if is_primary $number; then
            echo $number
            return
        fi
    done
    return 1
}
standby() { echo $((3 - $(primary))); }

# sql HOST-NUMBER SQL: in the database at hand, as the superuser.
sql() { PGCONNECT_TIMEOUT=3 psql -X -q -A -t -h "10.77.0.$1" -U postgres "${database:-postgres}" -c "$2"; }

# has_standby: one that Patroni itself believes to have everything, and would promote.
has_standby() {
    local number
    number=$(primary) && [ "$(sql "$number" "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")" = 1 ] &&
        curl -fsS -m 2 "http://10.77.0.$number:8008/cluster" 2>"$scratch/patroni.error" | grep -q '"role": "sync_standby"'
}

# pooler_start HOST-NUMBER: pgbouncer in transaction mode before that host, on $here. Sets pooler.
pooler_start() {
    install -d -o postgres "$scratch/pooler"
    printf '[databases]\n* = host=10.77.0.%s\n[pgbouncer]\nlisten_addr = %s\nlisten_port = 6432\nunix_socket_dir =\n' "$1" \
        $here >"$scratch/pooler/settings.ini"
    printf 'pool_mode = transaction\nauth_type = trust\nauth_file = %s\nignore_startup_parameters = extra_float_digits\n' \
        "$scratch/pooler/users" >>"$scratch/pooler/settings.ini"
    printf '"metricsctl_writer" ""\n' >"$scratch/pooler/users"
    start "$scratch/pooler/log" env "LD_LIBRARY_PATH=$failover_tools/usr/lib/$(uname -m)-linux-gnu" \
        setpriv --reuid=postgres --regid=postgres --clear-groups \
        "$failover_tools/usr/sbin/pgbouncer" "$scratch/pooler/settings.ini"
    pooler=$last_started
}
