#!/usr/bin/env bash
# Compiles the translations that are newer than what was compiled.
set -euo pipefail
for source in locale/*/LC_MESSAGES/django.po; do
  [ -e "$source" ] || exit 0
  compiled="${source%.po}.mo"
  [ "$compiled" -nt "$source" ] || msgfmt --check-format -o "$compiled" "$source"
done
