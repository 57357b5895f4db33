"""Meetings to come on the page of a partner's contact, those without an answer first."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.home import Need, Section
from meetings import links
from meetings.models import Meeting, Participation
from partners import home
from ui import numbers
from ui.moments import clock

if TYPE_CHECKING:
    from partners.models import Contact

AT_MOST = 10


def register() -> None:
    """Called once when the app is ready."""
    home.register(invitations)


def invitations(contact: "Contact", today: date) -> Iterator[Section]:
    """What they were invited to and is still to come; the link is their own page."""
    to_come = Meeting.objects.to_come(timezone.now())
    asked = Participation.objects.for_contact(contact).filter(meeting__in=to_come)
    rows = asked.select_related("meeting__venue").order_by("meeting__starts_at", "pk")
    found = sorted(rows[:AT_MOST], key=lambda one: one.answer != Participation.Answer.NONE)
    yield Section(
        title=_("Bijeenkomsten"),
        needs=tuple(_need(one) for one in found),
        url=reverse("meetings:contact_feed"),
        link=_("In uw agenda"),
    )


def _need(one: Participation) -> Need:
    start, answer = timezone.localtime(one.meeting.starts_at), one.get_answer_display()
    when = _("%(day)s om %(time)s uur") % {"day": numbers.weekday(start), "time": clock(start)}
    return Need(
        title=one.meeting.title,
        subtitle=" · ".join(part for part in (when, one.meeting.where, answer) if part),
        url=links.path(one),
        due_on=one.meeting.day,
        urgency="soon" if one.answer == Participation.Answer.NONE else "calm",
    )
