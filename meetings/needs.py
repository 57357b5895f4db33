"""What meetings bring to the home page of staff, and how the search finds them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import home
from accounts.access import may
from accounts.home import Found, Need, Section
from accounts.roles import Right
from meetings.models import Meeting, Preparation
from meetings.querysets.meetings import MeetingQuerySet
from ui import numbers
from ui.moments import hours

if TYPE_CHECKING:
    from accounts.models import User

AHEAD = timedelta(weeks=8)
SOON = timedelta(days=7)
AT_MOST = 6


def register() -> None:
    """Called once when the app is ready."""
    home.register(needs=meeting_needs)
    home.register(search=found_meetings, search_page="meetings:meeting_list")


def meeting_needs(user: "User", today: date) -> Iterator[Section]:
    """Meetings to come, for who plans them and who helps; and what this user has to prepare."""
    if not may(user, Right.SEE_MEETINGS):
        return
    meetings = _of(user).with_totals(today).order_by("starts_at", "pk")
    near = [one for one in meetings[: AT_MOST + 1] if one.day <= today + AHEAD]
    yield Section(
        _("Bijeenkomsten"),
        tuple(_meeting(one, today) for one in near[:AT_MOST]),
        reverse("meetings:meeting_list"),
        _("Alle bijeenkomsten"),
    )
    yield from _preparations(user, today)


def _of(user: "User") -> MeetingQuerySet:
    """All of them for who plans, else those in whose team somebody is; also what is to be rounded off."""
    coming = Meeting.objects.visible_to(user).coming()
    if may(user, Right.PLAN_MEETINGS):
        return coming
    return coming.filter(pk__in=Meeting.objects.filter(team__user=user))


def _meeting(meeting: Meeting, today: date) -> Need:
    over = meeting.ends_at <= timezone.now()
    late: int = getattr(meeting, "late_count", 0)
    words = [hours(meeting.starts_at, meeting.ends_at)]
    if over:
        words = [_("is geweest: rond haar af")]
    elif late:
        said = ngettext(
            "%(n)d voorbereiding is te laat", "%(n)d voorbereidingen zijn te laat", late
        )
        words.append(said % {"n": late})
    return Need(
        title=meeting.title,
        url=meeting.get_absolute_url(),
        subtitle=" · ".join(words),
        due_on=meeting.day,
        urgency="late" if over else ("soon" if meeting.day <= today + SOON else "calm"),
    )


def _preparations(user: "User", today: date) -> Iterator[Section]:
    """What is late or due within a week: of this user, and of nobody for who plans."""
    mine = Q(owner=user)
    if may(user, Right.PLAN_MEETINGS):
        mine |= Q(owner__isnull=True)
    waiting = Preparation.objects.visible_to(user).open().filter(mine, due_on__lte=today + SOON)
    found = list(waiting.select_related("meeting").order_by("due_on", "pk")[: AT_MOST + 1])
    more = len(found) > AT_MOST
    yield Section(
        _("Voor u te doen"),
        tuple(_preparation(one, today) for one in found[:AT_MOST]),
        note=_("Dit is het dringendste; bij de bijeenkomsten staat meer.") if more else "",
    )


def _preparation(one: Preparation, today: date) -> Need:
    nobody = "" if one.owner_id else f" · {_('nog niemand doet dit')}"
    return Need(
        title=one.title,
        url=f"{one.meeting.get_absolute_url()}#voorbereiding",
        subtitle=f"{one.meeting.title}, {numbers.day(one.meeting.day)}{nobody}",
        due_on=one.due_on,
        urgency="late" if one.due_on < today else "soon",
    )


def found_meetings(words: str, user: "User", at_most: int) -> Iterator[Found]:
    """Meetings whose title, place or complex holds every word, the latest first."""
    found = Meeting.objects.visible_to(user).search(words).select_related("venue")
    for meeting in found.order_by("-starts_at", "-pk")[:at_most]:
        said = [str(meeting.get_state_display()), numbers.day(meeting.day), meeting.where]
        subtitle = " · ".join(one for one in said if one)
        yield Found(_("Bijeenkomsten"), meeting.title, meeting.get_absolute_url(), subtitle)
