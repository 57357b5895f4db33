"""What is wrong with a page, on its screen or on every one: what axe finds, and whether it scrolls sideways."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "zoomed to 400 %": {"viewport": {"width": 320, "height": 256}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
# By name, or axe leaves out what it does not look at unless asked, such as the size of targets.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FEWEST = 15  # rules that had something to judge: fewer, and axe did not see the page
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Only what is wrong travels back: all that axe has to say of a page is fifty kilobytes.
RUN = """async (options) => {
  const result = await axe.run({resultTypes: ["violations"], ...options});
  const wrong = result.violations.map((rule) => `${rule.id} ${rule.nodes.map((node) => node.target)}`);
  return {wrong, judged: result.passes.length + result.violations.length};
}"""


def wrong_on(page: Page) -> list[str]:
    """On the screen it has now."""
    return _broken_rules(page) + too_wide(page)


def wrong_on_every_screen(page: Page) -> list[str]:
    """Each of SCREENS without loading the page again, and back to the desk.

    Contrast takes four fifths of axe's time. It is judged in light colours on the desk and in dark ones on the
    phone, so that whatever either screen shows is judged.
    """
    found = []
    for colours, screen, contrast in (
        ("dark", "phone", True),
        ("light", "zoomed to 400 %", False),
        ("light", "phone", False),
        ("light", "desk", True),
    ):
        # At once: a colour that is still on its way to the other scheme has a contrast of its own.
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size(SCREENS[screen]["viewport"])
        wrong = _broken_rules(page, contrast=contrast) + too_wide(page)
        found += [f"{one} ({screen}, {colours})" for one in wrong]
    return found


def too_wide(page: Page) -> list[str]:
    """Whether it scrolls sideways."""
    return [f"{page.url}: wider than the screen"] if page.evaluate(WIDE) else []


def contrast_on(page: Page) -> list[str]:
    """What is hard to read in the colours it has now."""
    return _run(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})[0]


def _broken_rules(page: Page, *, contrast: bool = True) -> list[str]:
    rules = {} if contrast else {"rules": {"color-contrast": {"enabled": False}}}
    wrong, judged = _run(page, {"runOnly": TAGS} | rules)
    assert judged > FEWEST, page.url
    return wrong


def _run(page: Page, options: dict[str, Any]) -> tuple[list[str], int]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    answer = page.evaluate(RUN, options)
    return [f"{page.url}: {one}" for one in answer["wrong"]], answer["judged"]
