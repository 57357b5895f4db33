#!/usr/bin/env bash
# Installs the system packages of one purpose (python, run, test) when they are missing.
# Root or password-less sudo installs them; otherwise the line to run is printed and it stops.
set -euo pipefail

case "${1:?python, run or test}" in
  python) wanted=(python3-venv) ;;
  run) wanted=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 gettext) ;;
  test) wanted=(chromium postgresql poppler-utils fonts-dejavu-core) ;;
esac

if [ "$(uname)" = Darwin ]; then
  case "$1" in
    run) command -v brew >/dev/null && brew list pango gettext >/dev/null 2>&1 ||
      { echo "Run first: brew install pango gettext"; exit 1; } ;;
    test) [ -d "/Applications/Chromium.app" ] || [ -d "/Applications/Google Chrome.app" ] ||
      { echo "Run first: brew install --cask chromium; brew install postgresql@16 poppler"; exit 1; } ;;
  esac
  exit 0
fi

satisfied() {
  case "$1" in
    python3-venv) python3 -c "import ensurepip, venv" 2>/dev/null ;;
    chromium) command -v chromium chromium-browser google-chrome >/dev/null 2>&1 ;;
    gettext) command -v msgfmt >/dev/null 2>&1 ;;
    poppler-utils) command -v pdftotext >/dev/null 2>&1 ;;
    postgresql) compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null ;;
    *) dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q "ok installed" ;;
  esac
}

missing=()
for package in "${wanted[@]}"; do satisfied "$package" || missing+=("$package"); done
[ ${#missing[@]} -eq 0 ] && exit 0

command -v apt-get >/dev/null || { echo "Install these with your system's packages: ${missing[*]}"; exit 1; }
if [ "$(id -u)" = 0 ]; then as_root=(env)
elif sudo -n true 2>/dev/null; then as_root=(sudo env)
else
  echo "Some system packages are missing. Run this line, then try again:"
  echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
  exit 1
fi
echo "Installing system packages: ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null
