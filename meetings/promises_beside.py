"""What promises add to the page of a complex, its timeline included, and to the page of a partner."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complexes import beside, timeline
from complexes.beside import Card, Row
from complexes.timeline import Entry
from meetings.models import Promise
from meetings.querysets.promises import PromiseQuerySet
from meetings.summaries.ledger import Outcome, ledger, ledger_words, outcome, outcome_words
from partners import cards
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex
    from partners.models import Partner

SHOWN = 4


def register() -> None:
    """Called once when the app is ready."""
    timeline.register(entries=promise_entries)
    beside.register(complex_card)
    cards.register(partner_card)


def promise_entries(complex_: "Complex", user: "User") -> Iterator[Entry]:
    """A line per promise: on the day it ended, or is due."""
    today = timezone.localdate()
    for promise in Promise.objects.visible_to(user).filter(complex=complex_).with_names():
        on = promise.ended_on or promise.due_on
        came_to = outcome(promise, today)
        yield Entry(
            kind="promise",
            starts_on=on,
            when=numbers.short_day(on),
            title=promise.title,
            subtitle=f"{_('afspraak')} · {promise.owner_name}",
            pill=outcome_words(came_to),
            tone="worse" if came_to is Outcome.OVERDUE else "neutral",
            url=promise.get_absolute_url(),
            link=_("afspraak"),
        )


def complex_card(complex_: "Complex", user: "User") -> Iterator[Card]:
    """The ledger in one line, and what must be kept first."""
    promises = Promise.objects.visible_to(user).filter(complex=complex_)
    empty = _("Nog geen. De meeste afspraken komen uit een bijeenkomst.")
    yield from _card(promises, reverse("meetings:complex_promises", args=[complex_.code]), empty)


def partner_card(partner: "Partner", user: "User") -> Iterator[Card]:
    promises = Promise.objects.visible_to(user).filter(partner=partner)
    empty = _("Deze partner heeft nog niets afgesproken.")
    yield from _card(promises, reverse("meetings:partner_promises", args=[partner.pk]), empty)


def _card(promises: PromiseQuerySet, url: str, empty: str) -> Iterator[Card]:
    """Nothing for who may not see promises: they have no queryset with rows, and no page to go to."""
    if promises.query.is_empty():
        return
    today = timezone.localdate()
    found = ledger(promises, today)
    rows = [Row(ledger_words(found))] if found.total else []
    standing = promises.standing().with_names().order_by("due_on", "pk")
    for promise in standing[:SHOWN] if found.open or found.overdue else ():
        late = promise.is_overdue(today)
        rows.append(
            Row(
                title=promise.title,
                subtitle=f"{promise.owner_name} · {numbers.short_day(promise.due_on)}",
                url=promise.get_absolute_url(),
                pill=_("te laat") if late else str(promise.get_state_display()),
            )
        )
    yield Card("afspraken", _("Afspraken"), tuple(rows), empty, url, _("Alle afspraken"))
