"""The partners of the demo: organisations, contacts who can sign in, access, covenants and a shared report."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User
from complexes.models import Complex
from partners.models import Contact, Covenant, Grant, Partner
from partners.services.access import grant_access
from partners.services.contacts import save_contact
from reports.models import Edition
from reports.resident_sheet import publish_sheet
from reports.sharing import candidates, share_edition

FILE = Path(__file__).with_name("partners.json")
VISITOR = "wijkagent@politie-oudewaarde.example"  # printed: a partner to sign in as
SHARED = "C2"  # the complex whose report is shared and whose residents can read the sheet
A_YEAR = timedelta(days=364)


def add_partners(by: User) -> None:
    """All of them, through the services that staff use."""
    for entry in json.loads(FILE.read_text(encoding="utf-8")):
        names = ("name", "kind", "note")
        partner = Partner.objects.create(**{name: entry[name] for name in names})
        for contact in entry["contacts"]:
            save_contact(Contact(partner=partner, **contact), may_sign_in=True, by=by)
        if gone := entry.get("left"):
            after = partner.contacts.get()
            Contact.objects.create(partner=partner, successor=after, **gone)
        covenant = _covenant(partner, entry.get("covenant"))
        for code in entry["complexes"]:
            _grant(partner, code, covenant, by)


def _covenant(partner: Partner, entry: dict[str, Any] | None) -> Covenant | None:
    """The covenant, when something new may still rest on it."""
    if entry is None:
        return None
    dates = {
        name: date.fromisoformat(entry[name]) if entry[name] else None
        for name in ("starts_on", "ends_on")
    }
    covenant = Covenant.objects.create(partner=partner, **entry | dates)
    return covenant if covenant.is_in_force(timezone.localdate()) else None


def _grant(partner: Partner, code: str, covenant: Covenant | None, by: User) -> None:
    today = timezone.localdate()
    grant = Grant(
        partner=partner,
        complex=Complex.objects.get(code=code),
        covenant=covenant,
        starts_on=today,
        ends_on=today + A_YEAR,
    )
    grant_access(grant, by=by)


def share_a_report(by: User) -> None:
    """The newest edition of one complex, with every partner of it, and its sheet for residents."""
    edition = Edition.objects.filter(complex__code=SHARED).first()
    if edition is None or edition.shares.exists():
        return
    found = candidates(edition, timezone.localdate())
    share_edition(edition, [one.partner for one in found], by=by)
    publish_sheet(edition, by=by)
