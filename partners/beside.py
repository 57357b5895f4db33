"""Which partners a complex has, on the complex's own page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.roles import Right
from complexes import beside
from complexes.beside import Card, Row
from partners.models import Grant
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex


def register() -> None:
    """Called once when the app is ready."""
    beside.register(partner_cards)


def partner_cards(complex_: "Complex", user: "User") -> Iterator[Card]:
    """Who may see something of this complex today, by name; nothing for who may not see partners."""
    if not may(user, Right.SEE_PARTNERS):
        return
    grants = Grant.objects.visible_to(user).in_force(timezone.localdate())
    found = grants.filter(complex=complex_).select_related("partner").order_by("partner__name")
    yield Card(
        key="partners",
        title=_("Partners"),
        rows=tuple(_row(grant) for grant in found),
        empty=_("Nog geen. Bij een partner kiest u welke complexen erbij horen."),
        url=reverse("partners:partner_list"),
        link=_("Alle partners"),
    )


def _row(grant: Grant) -> Row:
    until = _("tot en met %(day)s") % {"day": numbers.short_day(grant.ends_on)}
    return Row(
        title=grant.partner.name,
        subtitle=f"{grant.partner.get_kind_display()} · {until}",
        url=grant.partner.get_absolute_url(),
    )
