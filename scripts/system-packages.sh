#!/usr/bin/env bash
# Installs the system packages of one purpose (python, run, test) when they are missing.
# Root or password-less sudo installs them; otherwise the line to run is printed and it stops.
set -euo pipefail

case "${1:?python, run or test}" in
  python) wanted=(python3-venv) ;;
  run) wanted=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 gettext) ;;
  test) wanted=(chromium-headless-shell postgresql poppler-utils fonts-dejavu-core libical3 npm) ;;
esac

if [ "$(uname)" = Darwin ]; then
  case "$1" in
    run) { command -v brew && brew list pango gettext; } >/dev/null 2>&1 ||
      { echo "Run first: brew install pango gettext"; exit 1; } ;;
    test) [ -d "/Applications/Chromium.app" ] || [ -d "/Applications/Google Chrome.app" ] ||
      { echo "Run first: brew install --cask chromium; brew install postgresql@16 poppler libical node"; exit 1; } ;;
  esac
  exit 0
fi

# A browser for the tests. Ubuntu's chromium packages only install a snap, which does not start as root or in a
# container; such a one does not count. Playwright's own is found in its cache (tests/browser/conftest.py).
browser() {
  local name path
  for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    path="$(command -v "${name:-no such browser}")" || continue
    case "$(readlink -f "$path")" in /snap/* | */snap) continue ;; esac
    head -c 4096 "$path" | grep -qa /snap/ || return 0
  done
  compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium*/*/chrome*" >/dev/null
}

satisfied() {
  case "$1" in
    python3-venv) python3 -c "import ensurepip, venv" 2>/dev/null ;;
    chromium-headless-shell) browser ;;
    gettext) command -v msgfmt >/dev/null 2>&1 ;;
    poppler-utils) command -v pdftotext >/dev/null 2>&1 ;;
    libical3) python3 -c 'import ctypes; ctypes.CDLL("libical.so.3")' 2>/dev/null ;;
    npm) command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ;;
    postgresql) compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null ;;
    *) dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q "ok installed" ;;
  esac
}

if [ "$1" = test ] && ! browser && grep -qsi '^ID=ubuntu' /etc/os-release; then
  echo "The tests need a browser. Ubuntu has Chromium only as a snap, which does not start here."
  echo "Run this line, then try again (or install Google Chrome, or set CHROMIUM to a browser you have):"
  echo "  .venv/bin/playwright install --with-deps chromium"
  exit 1
fi

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
