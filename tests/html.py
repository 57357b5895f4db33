"""Reading pages as a reader does."""

import re
from html import unescape
from typing import Any


def words(html: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def text_of(answer: Any) -> str:
    """All that a page says."""
    return words(answer.content.decode())


def heading(answer: Any) -> str:
    """The one h1 of a page."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.S)
    assert len(found) == 1, found
    return words(found[0])


def column(answer: Any, pattern: str = r'<th scope="row">(.*?)</th>') -> list[str]:
    """The words of every piece that matches, by default the row heads of a table, from top to bottom."""
    return [words(piece) for piece in re.findall(pattern, answer.content.decode(), re.S)]


def errors(answer: Any) -> list[str]:
    """The lines of the summary of errors on top of a form."""
    found = re.search(r'<div class="errors".*?</div>', answer.content.decode(), re.S)
    return [words(line) for line in re.findall(r"<li>(.*?)</li>", found[0], re.S)] if found else []


def seen(client: Any, path: str, name: str = "seen") -> dict[str, str]:
    """What a form says it was made with; sent along, it shows when somebody else saved meanwhile."""
    page = client.get(path).content.decode()
    found = re.findall(rf'name="{name}" value="([^"]*)"', page)
    assert len(found) == 1, found
    return {name: found[0]}


def seen_again(answer: Any, name: str = "seen") -> dict[str, str]:
    """The same of a form that was refused."""
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', answer.content.decode())[0]}
