"""Values in a table that somebody opens in a spreadsheet."""

import re

# What a spreadsheet takes for a formula, full-width signs too, or skips to reach one.
_RUNS = re.compile(r" *[\x00-\x1f]|\s*[=+\-@＝＋－＠]")


def safe_cell(value: str) -> str:
    """The value as it is, with an apostrophe in front when a spreadsheet would run it as a formula."""
    return f"'{value}" if _RUNS.match(value) else value
