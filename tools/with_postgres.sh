#!/bin/sh
# Run a command against PostgreSQL: the one that DATABASE_URL names, else a throw-away cluster on a private socket.
set -eu

if [ -n "${DATABASE_URL:-}" ]; then exec "$@"; fi

programs=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -n 1)
PATH=${programs:+$programs:}$PATH
if ! command -v initdb >/dev/null || ! command -v pg_ctl >/dev/null; then
    echo "No PostgreSQL server was found. Install one (package postgresql), or set DATABASE_URL." >&2
    exit 1
fi

# PostgreSQL refuses to run as root.
if [ "$(id -u)" != 0 ]; then
    as_server() { "$@"; }
elif id postgres >/dev/null 2>&1; then
    as_server() { su -s /bin/sh -c 'PATH=$0; exec "$@"' -- postgres "$PATH" "$@"; }
else
    echo "As root this needs a user named postgres to run the server; set DATABASE_URL otherwise." >&2
    exit 1
fi

cluster=$(mktemp -d /tmp/jieqing-pg.XXXXXX)
stop() {
    as_server pg_ctl --pgdata="$cluster/data" --mode=immediate --silent stop || true
    rm -rf "$cluster"
}
trap stop EXIT INT TERM
if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
chmod 755 "$cluster"

as_server initdb --pgdata="$cluster/data" --username=jieqing --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
as_server pg_ctl --pgdata="$cluster/data" --log="$cluster/log" --wait --silent \
    --options="-c listen_addresses= -c unix_socket_directories=$cluster -c fsync=off" start || {
    tail -n 5 "$cluster/log" >&2
    exit 1
}
DATABASE_URL="postgres://jieqing@$(echo "$cluster" | sed 's|/|%2F|g')/postgres" "$@"
