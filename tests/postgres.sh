#!/usr/bin/env bash
# Runs a command against a private PostgreSQL cluster of its own, and removes the cluster afterwards:
#   tests/postgres.sh .venv/bin/pytest -q -m postgres
# Uses the binaries of Debian's package (or those on the PATH); touches no cluster of the machine.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,4p' "$0"; exit 2; }

bin="$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1 || true)"
[ -n "$bin" ] || bin="$(dirname "$(command -v initdb || true)")"
[ -x "$bin/initdb" ] || { echo "PostgreSQL is missing: apt-get install postgresql"; exit 1; }

home="$(mktemp -d "${TMPDIR:-/tmp}/buurtpeil-postgres.XXXXXX")"
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  owner="$(id -un postgres 2>/dev/null || echo nobody)"
  chown "$owner" "$home"
  as=(runuser -u "$owner" --)
fi
# shellcheck disable=SC2317 # the trap calls it
stop() {
  (cd "$home" && "${as[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM

port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
word="$(python3 -c 'import secrets; print(secrets.token_hex(16))')"
echo "$word" >"$home/word" && chmod 644 "$home/word"
# Tests may lose the cluster in a power cut, so it need not wait for the disk.
(cd "$home" && "${as[@]}" "$bin/initdb" -D data -U buurtpeil -A scram-sha-256 --pwfile=word \
  -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null &&
  "${as[@]}" "$bin/pg_ctl" -D data -w -l "$home/log" start -o \
    "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$home' -c fsync=off -c max_connections=120" \
    >/dev/null) || { echo "PostgreSQL did not start:"; cat "$home/log" 2>/dev/null; exit 1; }

export DATABASE_URL="postgres://buurtpeil:$word@127.0.0.1:$port/postgres"
export BUURTPEIL_TEST_PGDATA="$home/data" # the attack tests read its files
status=0
"$@" || status=$?
exit "$status"
