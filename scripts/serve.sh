#!/usr/bin/env bash
# Serves on 127.0.0.1: the web server and the worker of long jobs; both end with this script.
set -euo pipefail
port="${1:-8000}"
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; wait' EXIT INT TERM
.venv/bin/python manage.py db_worker --no-startup-delay --no-reload 2>var/worker.log &
children+=($!)
.venv/bin/python manage.py db_worker --queue-name mail --no-startup-delay --no-reload 2>var/mail.log &
children+=($!)
.venv/bin/gunicorn config.wsgi --bind "127.0.0.1:$port" --workers 2 --log-level warning --no-control-socket &
children+=($!)
wait -n
