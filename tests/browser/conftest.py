"""Chromium for the tests that need a real browser; Debian's own, without anything calling home."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

# playwright's synchronous API runs a loop of its own, which Django takes for an asynchronous caller
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

KNOWN = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, KNOWN)), "chromium")
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


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        pytest.fail("No Chromium found: `make setup-test` installs it.")
    with sync_playwright() as playwright:
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
