"""What waits for who plans meetings: partners who do not know yet of a change, and mail that bounced."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import home
from accounts.access import may
from accounts.home import Need, Section
from accounts.roles import Right
from meetings.models import Meeting, Participation
from meetings.services.partner_mail import Kind, due_kind, recipients
from meetings.summaries.partners import refused_mails

if TYPE_CHECKING:
    from accounts.models import User

AT_MOST = 5


def register() -> None:
    """Called once when the app is ready."""
    home.register(needs=partner_needs)


def partner_needs(user: "User", today: date) -> Iterator[Section]:
    """Per meeting still to come, or called off before its day; four queries at the most."""
    if not may(user, Right.PLAN_MEETINGS):
        return
    now = timezone.now()
    rows = _invited(now)
    refused = refused_mails(rows) if rows else {}
    by_meeting: dict[Meeting, list[Participation]] = {}
    for one in rows:
        by_meeting.setdefault(one.meeting, []).append(one)
    needs = [
        *(need for theirs in by_meeting.values() for need in _untold(theirs, now)),
        *(need for theirs in by_meeting.values() for need in _bounced(theirs, set(refused))),
    ]
    yield Section(_("Partners bij bijeenkomsten"), tuple(needs[:AT_MOST]))


def _invited(now: datetime) -> list[Participation]:
    """Who was invited to what is still to come or was called off before its day, the first to come first."""
    soon = Meeting.objects.filter(ends_at__gt=now).exclude(state=Meeting.State.HELD)
    rows = Participation.objects.invited().filter(meeting__in=soon).prefetch_related("notices")
    return list(
        rows.select_related("meeting__venue", "contact").order_by("meeting__starts_at", "pk")
    )


def _untold(rows: list[Participation], now: datetime) -> Iterator[Need]:
    meeting = rows[0].meeting
    kinds = [due_kind(recipient, now) for one in rows for recipient in recipients(one)]
    if Kind.CANCELLATION in kinds:
        title = _("Partners weten nog niet dat %(title)s niet doorgaat")
        yield _need(meeting, title % {"title": meeting.title}, "partner_mails", urgency="late")
    elif Kind.UPDATE in kinds:
        title = _("Partners weten nog niet wat er wijzigt aan %(title)s")
        yield _need(meeting, title % {"title": meeting.title}, "partner_mails", urgency="soon")


def _bounced(rows: list[Participation], refused: set[int]) -> Iterator[Need]:
    meeting, number = rows[0].meeting, sum(one.pk in refused for one in rows)
    if number:
        words = ngettext(
            "De mail aan %(number)d partner over %(title)s kwam niet aan",
            "De mail aan %(number)d partners over %(title)s kwam niet aan",
            number,
        )
        said = {"number": number, "title": meeting.title}
        yield _need(meeting, words % said, "participations", urgency="soon")


def _need(meeting: Meeting, title: str, page: str, *, urgency: home.Urgency) -> Need:
    return Need(
        title=title,
        url=reverse(f"meetings:{page}", args=[meeting.pk]),
        due_on=meeting.day,
        urgency=urgency,
    )
