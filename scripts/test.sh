#!/usr/bin/env bash
# All tests: on SQLite with a real browser, then those that attack PostgreSQL. These in two halves side by side, each
# in a private cluster: a transaction of one could keep rows alive that the other looks for as wiped.
set -euo pipefail
.venv/bin/pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "not postgres" "$@"

said="$(mktemp)"
trap 'rm -f "$said"' EXIT
tests/postgres.sh .venv/bin/pytest -q -m postgres --ignore=tests/attack >"$said" 2>&1 &
half=$! failed=0
tests/postgres.sh .venv/bin/pytest -q -m postgres tests/attack || failed=$?
wait "$half" || failed=$?
cat "$said"
exit "$failed"
