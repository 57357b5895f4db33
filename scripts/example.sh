#!/usr/bin/env bash
# The real survey of Somerville in a database of its own, its reports in var/example/.
set -euo pipefail
export BUURTPEIL_DEMO=1 BUURTPEIL_VAR_DIR="$PWD/var/example-data"
export BUURTPEIL_ENV_FILE="$BUURTPEIL_VAR_DIR/example.env"
rm -rf "$BUURTPEIL_VAR_DIR" && mkdir -p "$BUURTPEIL_VAR_DIR" var/example
.venv/bin/python -m config.secrets_file "$BUURTPEIL_ENV_FILE"
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_example --out var/example
