#!/usr/bin/env bash
# All tests: on SQLite with a real browser, then those that attack PostgreSQL in a private cluster.
set -euo pipefail
.venv/bin/pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "not postgres" "$@"
tests/postgres.sh .venv/bin/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m postgres
