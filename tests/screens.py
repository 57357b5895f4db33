"""Makes the pictures of the README from a demo of its own: `make screens`."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from config.secrets_file import write_secrets
from tests.browser.conftest import launch

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screens"
PORT = 8347
HOME = f"http://127.0.0.1:{PORT}"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="buurtpeil-screens-") as name:
        folder = Path(name)
        env = _environment(folder)
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
            subprocess.run([*manage, *command], env=env, check=True, cwd=ROOT)
        out = folder / "demo"
        subprocess.run([*manage, "load_demo", "--out", str(out)], env=env, check=True, cwd=ROOT)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}",
             "--no-control-socket"],
            env=env, cwd=ROOT,
        )  # fmt: skip
        try:
            _wait()
            with sync_playwright() as playwright:
                browser = launch(playwright)
                _resident(browser, (out / "codes.txt").read_text(encoding="utf-8"))
                browser.close()
        finally:
            server.terminate()
            server.wait()
        _report_page(out)


def _environment(folder: Path) -> dict[str, str]:
    write_secrets(folder / "demo.env")
    secrets = dict(
        line.split("=", 1) for line in (folder / "demo.env").read_text().splitlines() if line
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BUURTPEIL_", "DATABASE_"))}
    return (
        kept
        | secrets
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BUURTPEIL_DEMO": "1",
            "BUURTPEIL_VAR_DIR": str(folder),
            "BUURTPEIL_PUBLIC_URL": HOME,
        }
    )


def _wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{HOME}/inloggen/", timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The demo server did not start.")


def _resident(browser: Browser, codes: str) -> None:
    """The first screen of questions on a phone, one answer chosen."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    code = codes.splitlines()[0].split(": ", 1)[1].split(",")[0]
    page.goto(f"{HOME}/vragenlijst/#{code}")
    page.wait_for_url("**/vragenlijst/privacy/")
    page.get_by_role("button", name="Begin").click()
    page.locator('label:has(input[name="V1"][value="2"])').click()
    page.mouse.wheel(0, -5000)
    page.screenshot(path=OUT / "resident.png")
    page.close()


def _report_page(out: Path) -> None:
    """The page of the report that shows what changed."""
    report = next(path for path in out.glob("*.pdf") if "C2" in path.name)
    text = subprocess.run(["pdftotext", report, "-"], stdout=subprocess.PIPE, check=True, text=True)
    pages = text.stdout.split("\f")
    page = next(n for n, words in enumerate(pages, 1) if n > 2 and "Wat veranderde sinds" in words)
    span = ["-f", str(page), "-l", str(page)]
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-singlefile", *span, report, OUT / "report"], check=True
    )


if __name__ == "__main__":
    main()
