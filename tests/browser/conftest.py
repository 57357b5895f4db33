"""Chromium for the tests that need a real browser; Debian's own, without anything calling home."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

# playwright's synchronous API runs a loop of its own, which Django takes for an asynchronous caller
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

KNOWN = (  # the first is Chromium without a window, a quarter quicker
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}


def installed() -> str | None:
    """The browser of this machine; a snap, which does not start as root or in a container, does not count."""
    names = filter(None, (os.environ.get("CHROMIUM"), *KNOWN))
    found = (Path(path) for path in map(shutil.which, names) if path)
    return next((str(path) for path in found if not _is_snap(path)), None)


def _is_snap(path: Path) -> bool:
    with path.open("rb") as file:
        return "/snap" in str(path.resolve()) or b"/snap/" in file.read(4096)


def launch(playwright: Playwright) -> Browser:
    """The machine's browser, else the one that Playwright installed."""
    return playwright.chromium.launch(executable_path=installed(), args=QUIET)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        if not installed() and not Path(playwright.chromium.executable_path).exists():
            pytest.fail("No browser found: `make setup-test` installs one or says how.")
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of one resident: its own cookies."""
    opened = browser.new_context(viewport=PHONE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone on which JavaScript is off."""
    opened = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield opened.new_page()
    opened.close()
