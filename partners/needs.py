"""What partners bring to the home page of staff, and how they are found."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts import home
from accounts.access import may
from accounts.home import Found, Need, Section
from accounts.roles import Right
from partners.models import Covenant, Grant, Partner
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User

AHEAD = timedelta(days=42)  # a covenant is not renewed in a week
AT_MOST = 5


def register() -> None:
    """Called once when the app is ready."""
    home.register(needs=partner_needs)
    home.register(search=find_partners, search_page="partners:partner_list")


def partner_needs(user: "User", today: date) -> Iterator[Section]:
    """Covenants and access that end soon, for who can do something about it."""
    if not may(user, Right.EDIT_PARTNERS):
        return
    needs = [*_covenants(user, today), *_grants(user, today)]
    yield Section(_("Partners"), tuple(sorted(needs, key=lambda need: str(need.due_on))[:AT_MOST]))


def _covenants(user: "User", today: date) -> Iterator[Need]:
    ending = Covenant.objects.visible_to(user).filter(
        ends_on__range=(today, today + AHEAD), partner__ended_on__isnull=True
    )
    for covenant in ending.select_related("partner").order_by("ends_on")[:AT_MOST]:
        yield Need(
            title=_("Convenant %(reference)s loopt af") % {"reference": covenant.reference},
            subtitle=covenant.partner.name,
            url=covenant.partner.get_absolute_url(),
            due_on=covenant.ends_on,
            urgency="soon",
        )


def _grants(user: "User", today: date) -> Iterator[Need]:
    """One need per partner, however many complexes end with it."""
    ending = Grant.objects.visible_to(user).in_force(today).filter(ends_on__lte=today + AHEAD)
    seen: dict[int, list[Grant]] = {}
    for grant in ending.select_related("partner", "complex").order_by("ends_on"):
        seen.setdefault(grant.partner_id, []).append(grant)
    for grants in list(seen.values())[:AT_MOST]:
        first, more = grants[0], len(grants) - 1
        others = _(" en %(more)s andere") % {"more": numbers.whole(more)} if more else ""
        yield Need(
            title=_("Toegang van %(partner)s loopt af") % {"partner": first.partner.name},
            subtitle=first.complex.name + others,
            url=first.partner.get_absolute_url(),
            due_on=first.ends_on,
            urgency="soon",
        )


def find_partners(words: str, user: "User", at_most: int) -> Iterator[Found]:
    """Partners by name, contact or complex; those that ended too, and it says so."""
    for partner in Partner.objects.visible_to(user).search(words).order_by("name")[:at_most]:
        kind = partner.get_kind_display()
        yield Found(
            kind=_("Partners"),
            title=partner.name,
            url=partner.get_absolute_url(),
            subtitle=f"{kind} · {_('beëindigd')}" if partner.ended_on else kind,
        )
