"""What stands on a partner's page: what counts now, and what was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from partners.models import Contact, Covenant, Grant, Partner
from ui import numbers


@dataclass(frozen=True)
class Past:
    """One line of the history."""

    on: date
    words: str

    @property
    def when(self) -> str:
        return numbers.short_day(self.on)


def partner_page(partner: Partner, today: date) -> dict[str, Any]:
    """The context of templates/partners/partner_detail.html, in three queries."""
    contacts = list(partner.contacts.select_related("user", "successor"))
    grants = list(partner.grants.select_related("complex", "covenant"))
    covenants = list(partner.covenants.all())
    for grant in grants:
        grant.now = grant.state(today)  # type: ignore[attr-defined]
    for covenant in covenants:
        covenant.ended = covenant.has_ended(today)  # type: ignore[attr-defined]
    standing = [grant for grant in grants if grant.state(today) in ("in_force", "coming")]
    return {
        "partner": partner,
        "contacts": [contact for contact in contacts if not contact.left_on],
        "grants": standing,
        "covenants": covenants,
        "history": sorted(_past(contacts, grants, covenants, partner, today), key=_newest_first),
        "today": today,
    }


def _newest_first(past: Past) -> tuple[int, str]:
    return -past.on.toordinal(), past.words


def _past(
    contacts: list[Contact],
    grants: list[Grant],
    covenants: list[Covenant],
    partner: Partner,
    today: date,
) -> Iterator[Past]:
    if partner.ended_on:
        yield Past(partner.ended_on, _("Samenwerking beëindigd"))
    for contact in contacts:
        if contact.left_on:
            yield Past(contact.left_on, _left(contact))
    for grant in grants:
        if grant.state(today) in ("over", "withdrawn"):
            yield Past(grant.ended_on, _access_ended(grant, today))
    for covenant in covenants:
        if covenant.ends_on and covenant.has_ended(today):
            said = _("Convenant %(reference)s beëindigd") % {"reference": covenant.reference}
            yield Past(covenant.ends_on, said)


def _left(contact: Contact) -> str:
    said = {"name": contact.name, "function": contact.function}
    words = _("%(name)s (%(function)s) vertrok") if contact.function else _("%(name)s vertrok")
    if contact.successor:
        after = _("opgevolgd door %(name)s") % {"name": contact.successor.name}
        return f"{words % said}, {after}"
    return words % said


def _access_ended(grant: Grant, today: date) -> str:
    said = {"complex": grant.complex.name, "start": numbers.short_day(grant.starts_on)}
    if grant.state(today) == "withdrawn":
        return _("Toegang tot %(complex)s ingetrokken, was er vanaf %(start)s") % said
    return _("Toegang tot %(complex)s afgelopen, was er vanaf %(start)s") % said
