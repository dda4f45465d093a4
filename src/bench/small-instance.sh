#!/usr/bin/env bash
# The example workload on a small instance: application and PostgreSQL (20 connections) together in one cgroup, started from
# cold, then 50 users for 60 seconds. Prints a table; docs/small-instances.md keeps one. Needs what the build needs, and
# root for the cgroup. Takes about 12 minutes.
#
#   src/bench/small-instance.sh [ROW...]     only these rows; all that can be run without any
#
# Set by the environment: JDK17, JDK25 (their folders), NATIVE (a native binary), USERS, RUN_SECONDS, CPUS, MEGABYTES.
set -euo pipefail
cd "$(dirname "$0")/../.."

USERS=${USERS:-50} RUN_SECONDS=${RUN_SECONDS:-60} CPUS=${CPUS:-0.5} MEGABYTES=${MEGABYTES:-512}
WORK=$PWD/target/bench
HTTP_PORT=18080 POSTGRES_PORT=18543
URL=http://localhost:$HTTP_PORT

. src/bench/lib/limits.sh
. src/bench/lib/postgres.sh

jdk() { ls -d "$1" /usr/lib/jvm/*-"$2"-* 2>/dev/null | head -1 || true; }
JDK17=${JDK17:-$(jdk /usr/lib/jvm/java-17-openjdk-amd64 17)}
JDK25=${JDK25:-$(jdk /usr/lib/jvm/temurin-25-jdk-amd64 25)}

# --- what is measured -------------------------------------------------------------------------------------------------

OPTIONS=@$PWD/src/main/jvm/$([ "$MEGABYTES" -ge 512 ] && echo 512m || echo 256m).options

# Each prepares once what it runs, and sets COMMAND, FOLDER, CLIENT and ENVIRONMENT.
row_jdk17() { guarded jar "$JDK17" "" && run_jar "$JDK17" jar "$OPTIONS"; }
row_jdk17-defaults() { guarded jar "$JDK17" "" && run_jar "$JDK17" jar; }
row_jdk17-cds() { guarded cds "$JDK17" -Daot && run_jar "$JDK17" cds "$OPTIONS" -XX:SharedArchiveFile=app.jsa; }
row_jdk25() { guarded jar "$JDK17" "" && run_jar "$JDK25" jar "$OPTIONS"; }
row_jdk25-aot() { guarded aot "$JDK25" -Daot && run_jar "$JDK25" aot "$OPTIONS" -XX:AOTCache=app.aot; }
row_native() { guard && FOLDER=$WORK COMMAND=("$(realpath "$NATIVE")" -Xmx64m); }
row_plain-pool() { plain true && run_jar "$JDK17" plain/quarkus-app "$OPTIONS"; }
row_no-pool() { plain false && run_jar "$JDK17" plain/quarkus-app "$OPTIONS"; }
ROWS=(jdk17 jdk17-defaults jdk17-cds jdk25 jdk25-aot native plain-pool no-pool)

can_run() {
    case $1 in
        jdk25*) [ -n "$JDK25" ] ;;
        native) [ -n "${NATIVE-}" ] ;;
        *) [ -n "$JDK17" ] ;;
    esac
}

# guarded NAME JDK OPTION: the application itself, packaged once.
guarded() {
    if [ ! -d "$WORK/$1" ]; then
        echo "Packaging $1 ..." >&2
        JAVA_HOME=$2 ./mvnw -q package -DskipTests $3 >"$WORK/package.log" 2>&1 || { cat "$WORK/package.log" >&2; return 1; }
        cp -a target/quarkus-app "$WORK/$1"
    fi
    guard
}

guard() {
    CLIENT=poolwarden
    ENVIRONMENT=(POOLWARDEN_PRESET=small)
}

# plain POOLED: the example alone, on Quarkus' own pool of the same size, or with a connection per request.
plain() {
    if [ ! -d "$WORK/plain/quarkus-app" ]; then
        echo "Packaging plain ..." >&2
        JAVA_HOME=$JDK17 ./mvnw -q -f src/bench/plain/pom.xml package
    fi
    CLIENT=none
    ENVIRONMENT=(QUARKUS_DATASOURCE_JDBC_POOLING_ENABLED="$1" QUARKUS_DATASOURCE_JDBC_MIN_SIZE=2
        QUARKUS_DATASOURCE_JDBC_MAX_SIZE=$([ "$1" = true ] && echo 8 || echo 1000))
}

# run_jar JDK FOLDER OPTION...
run_jar() {
    FOLDER=$WORK/$2
    COMMAND=("$1/bin/java" "${@:3}" -jar quarkus-run.jar)
}

# --- how it is measured -----------------------------------------------------------------------------------------------

application_start() { # [RUNNER]
    (
        cd "$FOLDER"
        export "${ENVIRONMENT[@]}" QUARKUS_HTTP_PORT=$HTTP_PORT POOLWARDEN_DEMO_ENABLED=true
        export QUARKUS_DATASOURCE_JDBC_URL="jdbc:postgresql://localhost:$POSTGRES_PORT/example" QUARKUS_DATASOURCE_USERNAME=app
        ${1:-exec} "${COMMAND[@]}"
    ) >"$WORK/application.log" 2>&1 &
    APPLICATION_PID=$!
}

# The first answer, with rows from the database in it.
application_await() {
    until curl -sf -o /dev/null "$URL/api/employees"; do
        kill -0 "$APPLICATION_PID" || { cat "$WORK/application.log" >&2; return 1; }
        sleep 0.01
    done
}

application_stop() {
    [ -n "${APPLICATION_PID-}" ] || return 0
    kill "$APPLICATION_PID" 2>/dev/null || true
    wait "$APPLICATION_PID" 2>/dev/null || true
    APPLICATION_PID=
}

clean_up() {
    application_stop
    postgres_stop
    limits_remove
}

# The example's tables and rows: made once, outside of the limits, and copied for each row.
prepare_database() {
    rm -rf "$WORK/data"
    postgres_unpack
    postgres_create "$WORK/data"
    postgres_start "$WORK/data"
    row_jdk17
    application_start
    application_await
    application_stop
    postgres_stop
}

rss() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$APPLICATION_PID/status"; }

# metric FILE NAME: the first value of that name; empty where there is none.
metric() { awk -v name="$2" 'index($1, name) == 1 { print $2; exit }' "$1"; }

# Of the application, in ms: the kernel counts hundredths of a second.
cpu() { awk '{ print ($14 + $15) * 10 }' "/proc/$APPLICATION_PID/stat"; }

now_ms() { date +%s%3N; }

measure() { # ROW
    rm -rf "$WORK/row" && cp -a "$WORK/data" "$WORK/row"
    postgres_start "$WORK/row" limited
    local start first rss_start cpu_start most=0 seen
    start=$(now_ms)
    application_start limited
    application_await
    first=$(($(now_ms) - start))
    rss_start=$(rss) cpu_start=$(cpu)
    node ui/node_modules/.bench/users.js --url "$URL" --users "$USERS" --seconds "$RUN_SECONDS" --client "$CLIENT" \
        >"$WORK/users.json" &
    local users=$!
    while kill -0 $users 2>/dev/null; do
        seen=$(postgres_connections)
        most=$((seen > most ? seen : most))
        sleep 0.1
    done
    wait $users
    curl -s "$URL/q/metrics" >"$WORK/metrics"
    node src/bench/lib/row.mjs "$1" "$first" "$rss_start" "$(rss)" "$(($(cpu) - cpu_start))" "$most" "$WORK/users.json" "$WORK/metrics"
    application_stop
    postgres_stop
}

# --- -----------------------------------------------------------------------------------------------------------------

trap clean_up EXIT
mkdir -p "$WORK"
prepare_database # packages what needs npm's modules
(cd ui && node_modules/.bin/esbuild bench/users/main.ts --bundle --packages=external --platform=node --format=esm \
    --log-level=warning --outfile=node_modules/.bench/users.js)
limits_set "$CPUS" "$MEGABYTES"
echo "$(date +%F), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg) before; application and PostgreSQL in $CPUS CPU and" \
    "$MEGABYTES MB ($(limits_said)); $USERS users for $RUN_SECONDS s"
node src/bench/lib/row.mjs
[ $# -gt 0 ] || set -- "${ROWS[@]}"
for row in "$@"; do
    if can_run "$row"; then
        "row_$row"
        measure "$row"
    fi
done
