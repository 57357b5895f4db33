#!/usr/bin/env bash
# The demo corporation: secrets of its own, three closed waves and an open one, reports in var/demo/.
set -euo pipefail
serve="${1:-yes}" port="${2:-8000}"
export BUURTPEIL_DEMO=1 BUURTPEIL_VAR_DIR="$PWD/var" BUURTPEIL_ENV_FILE="$PWD/var/demo.env"
export BUURTPEIL_PUBLIC_URL="http://127.0.0.1:$port"
.venv/bin/python -m config.secrets_file "$BUURTPEIL_ENV_FILE"
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python manage.py load_demo --out var/demo
[ "$serve" = no ] || exec scripts/serve.sh "$port"
