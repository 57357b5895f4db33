"""What meetings add to the page of a complex: lines on its timeline, and a card with what is to come."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.roles import Right
from complexes import beside, timeline
from complexes.beside import Card, Row
from complexes.timeline import Entry
from meetings.models import Meeting
from ui import numbers
from ui.moments import hours

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex

SHOWN = 4


def register() -> None:
    """Called once when the app is ready."""
    timeline.register(entries=meeting_entries)
    beside.register(meeting_card)


def meeting_entries(complex_: "Complex", user: "User") -> Iterator[Entry]:
    """Every meeting of the complex, also one that was called off."""
    meetings = Meeting.objects.visible_to(user).filter(complexes=complex_)
    for meeting in meetings.select_related("venue"):
        label = meeting.get_kind_display()
        yield Entry(
            kind="meeting",
            starts_on=meeting.day,
            when=numbers.short_day(meeting.day),
            title=meeting.title,
            subtitle=f"{label} · {meeting.where}" if meeting.where else label,
            pill=_pill(meeting),
            url=meeting.get_absolute_url(),
            link=_("bijeenkomst"),
        )


def meeting_card(complex_: "Complex", user: "User") -> Iterator[Card]:
    """What is to come, and the way to a new one with this complex filled in."""
    if not may(user, Right.SEE_MEETINGS):
        return
    coming = Meeting.objects.visible_to(user).filter(complexes=complex_).to_come(timezone.now())
    plans = may(user, Right.PLAN_MEETINGS)
    start = f"{reverse('meetings:meeting_create')}?{urlencode({'complex': complex_.code})}"
    yield Card(
        key="bijeenkomsten",
        title=_("Bijeenkomsten"),
        rows=tuple(_row(meeting) for meeting in coming.order_by("starts_at", "pk")[:SHOWN]),
        empty=_("Er staat niets gepland. Een bijeenkomst begint met dit complex en een dag."),
        url=start if plans else reverse("meetings:meeting_list"),
        link=_("Bijeenkomst plannen") if plans else _("Alle bijeenkomsten"),
    )


def _row(meeting: Meeting) -> Row:
    when = f"{numbers.weekday(meeting.day)}, {hours(meeting.starts_at, meeting.ends_at)}"
    return Row(meeting.title, when, meeting.get_absolute_url(), str(meeting.get_state_display()))


def _pill(meeting: Meeting) -> str:
    """Nothing for one that was held: that is what one expects of the past."""
    return "" if meeting.state == Meeting.State.HELD else str(meeting.get_state_display())
