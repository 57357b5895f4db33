"""What promises bring to the home page of staff and of partners, and how the search finds them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import home
from accounts.access import may
from accounts.home import Found, Need, Section
from accounts.roles import Right
from meetings.models import Minutes, Promise
from partners import home as partner_home
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from partners.models import Contact

SOON = timedelta(days=7)
AT_MOST, MINUTES = 6, 3


def register() -> None:
    """Called once when the app is ready."""
    home.register(needs=promise_needs)
    home.register(search=found_promises, search_page="meetings:promise_list")
    partner_home.register(own_sections)


def promise_needs(user: "User", today: date) -> Iterator[Section]:
    """Overdue or due this week: all of them for who keeps promises, else one's own."""
    promises = Promise.objects.visible_to(user).standing().filter(due_on__lte=today + SOON)
    if not may(user, Right.KEEP_PROMISES):
        promises = promises.filter(colleague=user)
    found = list(promises.with_names().order_by("due_on", "pk")[: AT_MOST + 1])
    yield Section(
        title=_("Afspraken"),
        needs=tuple(_need(promise, today) for promise in found[:AT_MOST]),
        url=reverse("meetings:promise_list"),
        link=_("Alle afspraken"),
        note=_("Er zijn er meer die nu aandacht vragen.") if len(found) > AT_MOST else "",
    )


def _need(promise: Promise, today: date) -> Need:
    late = promise.is_overdue(today)
    return Need(
        title=promise.title,
        url=promise.get_absolute_url(),
        subtitle=f"{promise.complex.name} · {promise.owner_name}",
        due_on=promise.due_on,
        urgency="late" if late else "soon",
    )


def found_promises(words: str, user: "User", at_most: int) -> Iterator[Found]:
    """Promises whose words, complex, organisation or person hold every word; the latest day first."""
    promises = Promise.objects.visible_to(user).search(words).with_names()
    for promise in promises.order_by("-due_on", "-pk")[:at_most]:
        said = (promise.complex.name, promise.owner_name, str(promise.get_state_display()))
        yield Found(_("Afspraken"), promise.title, promise.get_absolute_url(), " · ".join(said))


def own_sections(contact: "Contact", today: date) -> Iterator[Section]:
    """What their organisation still has to keep, and the minutes they may read."""
    standing = Promise.objects.for_contact(contact).standing().with_names()
    yield Section(
        title=_("Uw afspraken"),
        needs=tuple(_own(one, today) for one in standing.order_by("due_on", "pk")[:AT_MOST]),
        url=reverse("meetings:own_promise_list"),
        link=_("Alle afspraken"),
    )
    yield Section(title=_("Verslagen"), needs=tuple(_minutes(contact)))


def _own(promise: Promise, today: date) -> Need:
    state = _("te laat") if promise.is_overdue(today) else str(promise.get_state_display())
    return Need(
        title=promise.title,
        url=reverse("meetings:own_promise", args=[promise.pk]),
        subtitle=f"{state} · {promise.complex.name}",
        due_on=promise.due_on,
    )


def _minutes(contact: "Contact") -> Iterator[Need]:
    asked = contact.participations.invited().values("meeting")
    shared = Minutes.objects.filter(meeting__in=asked, shared_with_partners_at__isnull=False)
    for minutes in shared.select_related("meeting").order_by("-meeting__starts_at")[:MINUTES]:
        yield Need(
            title=minutes.meeting.title,
            url=reverse("meetings:own_minutes", args=[minutes.meeting_id]),
            subtitle=numbers.day(minutes.meeting.day),
        )
