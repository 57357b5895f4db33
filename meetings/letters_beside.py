"""What letters “u zei – wij doen” add to the page of a complex: a line on its timeline and a card beside it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.roles import Right
from complexes import beside, timeline
from complexes.beside import Card, Row
from complexes.timeline import Entry
from meetings.models import Feedback
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex

SHOWN = 4


def register() -> None:
    """Called once when the app is ready."""
    timeline.register(entries=letter_entries)
    beside.register(letter_card)


def letter_entries(complex_: "Complex", user: "User") -> Iterator[Entry]:
    """A line per public letter, on the day it was published."""
    letters = Feedback.objects.visible_to(user).public().filter(complex=complex_)
    for letter in letters.select_related("meeting").defer("content"):
        assert letter.published_at is not None  # noqa: S101 (it is public)
        on = timezone.localdate(letter.published_at)
        yield Entry(
            kind="promise",
            starts_on=on,
            when=numbers.short_day(on),
            title=_("Brief ‘U zei – wij doen’"),
            subtitle=letter.meeting.title if letter.meeting else "",
            url=letter.get_absolute_url(),
            link=_("brief"),
        )


def letter_card(complex_: "Complex", user: "User") -> Iterator[Card]:
    """The newest letters, and the way to a new one."""
    if not may(user, Right.SEE_MEETINGS):
        return
    letters = Feedback.objects.visible_to(user).filter(complex=complex_).defer("content")
    start = reverse("meetings:feedback_start") if may(user, Right.ANSWER_RESIDENTS) else ""
    yield Card(
        key="u-zei-wij-doen",
        title=_("U zei – wij doen"),
        rows=tuple(_row(letter) for letter in letters.select_related("meeting")[:SHOWN]),
        empty=_("Nog geen brief aan bewoners over wat zij zeiden en wat ermee gebeurt."),
        url=f"{start}?complex={complex_.code}" if start else "",
        link=_("Brief maken"),
    )


def _row(letter: Feedback) -> Row:
    made = letter.published_at
    return Row(
        title=letter.meeting.title if letter.meeting else _("Brief aan bewoners"),
        subtitle=numbers.short_day(timezone.localdate(made)) if made else "",
        url=letter.get_absolute_url(),
        pill=str(letter.state.label),
    )
