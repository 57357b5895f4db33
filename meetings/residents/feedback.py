"""“U zei – wij doen”: the letter as it was published, and what became of it since."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from meetings.models import Feedback
from meetings.summaries.letters import Letter, Line, stored
from meetings.summaries.since import Standing, standings
from surveys.respondent.public import page, public_page
from surveys.respondent.screens import other_languages

SHOWN = 4  # letters: the newest, and some before it


@dataclass(frozen=True)
class Told:
    """One line of a letter, and how its promise stands today."""

    line: Line
    standing: Standing | None


@dataclass(frozen=True)
class ToldLetter:
    letter: Letter
    lines: tuple[Told, ...]


@public_page
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """What residents of this complex, and anybody else, may read. The frame in Dutch or English."""
    found = Feedback.objects.public().filter(complex__code=code)[:SHOWN]
    letters = [_told(one) for one in found]
    if not letters:
        raise Http404
    context = {
        "told": letters[0],
        "looks_again": (letters[0].letter.look_again_on or date.min) >= timezone.localdate(),
        "earlier": letters[1:],
        "languages": other_languages(request.path),
    }
    return page(request, "feedback.html", context)


def _told(feedback: Feedback) -> ToldLetter:
    letter = stored(feedback.content)
    assert feedback.published_at is not None  # noqa: S101 (it is public)
    now = standings(letter, since=feedback.published_at, today=timezone.localdate())
    lines = tuple(
        Told(line, now.get(line.promised.pk) if line.promised else None) for line in letter.lines
    )
    return ToldLetter(letter, lines)
