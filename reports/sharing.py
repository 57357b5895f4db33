"""Sharing an edition with partners: who can get it, who gets mail, taking it back, and who opened it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from complexes.context import current_corporation
from mail import services as mail
from partners.letters import sign_in_address
from partners.models import Contact, Grant, Partner
from partners.services.access import refuse_covenant
from partners.services.errors import CovenantNotInForce, PartnerRefusal
from proof.audit import record
from proof.models import AuditEntry, Verb
from reports.models import Edition, Share


class NotGranted(PartnerRefusal):
    """The partner may not see this complex, or every complex of this group, today."""


@dataclass(frozen=True)
class Candidate:
    """A partner with access to everything in it today. `refused` says why nothing can be shared now."""

    partner: Partner
    contacts: tuple[Contact, ...]  # who would get mail
    refused: str = ""


def candidates(edition: Edition, today: date) -> list[Candidate]:
    """Partners with a grant of each complex in it, with whom it is not shared yet, by name.

    Two queries, and one more for a group.
    """
    shared = Share.objects.standing(today).filter(edition=edition).values("partner")
    found = _covering(edition, Grant.objects.in_force(today).exclude(partner__in=shared))
    signing_in = Contact.objects.signing_in().filter(partner__in=found)
    contacts: dict[int, list[Contact]] = {}
    for contact in signing_in.order_by("name"):
        contacts.setdefault(contact.partner_id, []).append(contact)
    return [
        Candidate(partner, tuple(contacts.get(partner.pk, ())), _why_not(grants, today))
        for partner, grants in found.items()
    ]


def _covering(edition: Edition, grants: QuerySet[Grant]) -> dict[Partner, list[Grant]]:
    """By partner, in order of name, their grants; only of those who have one for every complex in it."""
    needed = edition.complex_ids()
    found: dict[Partner, list[Grant]] = {}
    known = grants.filter(complex__in=needed).select_related("partner", "covenant")
    for grant in known.order_by("partner__name", "pk"):
        found.setdefault(grant.partner, []).append(grant)
    return {
        partner: theirs
        for partner, theirs in found.items()
        if {grant.complex_id for grant in theirs} == needed
    }


def _refuse_covenants(grants: Iterable[Grant], today: date) -> None:
    for grant in grants:
        refuse_covenant(grant.covenant, until=None, today=today)


def _why_not(grants: Iterable[Grant], today: date) -> str:
    try:
        _refuse_covenants(grants, today)
    except CovenantNotInForce as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def share_edition(
    edition: Edition,
    partners: Iterable[Partner],
    *,
    by: User | None,
    expires_on: date | None = None,
    now: datetime | None = None,
) -> list[Share]:
    """Let these partners open the edition and tell their contacts, once; already shared is left as it is.

    Raises NotGranted and CovenantNotInForce; then nothing is shared with anybody.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    Edition.objects.select_for_update().only("pk").get(pk=edition.pk)  # two people share in turn
    standing = Share.objects.standing(today).filter(edition=edition)
    known = set(standing.values_list("partner", flat=True))
    found = [
        _share(edition, partner, expires_on, by=by, now=now)
        for partner in partners
        if partner.pk not in known
    ]
    for share in found:
        _tell(share, now)
    return found


def _share(
    edition: Edition, partner: Partner, expires_on: date | None, *, by: User | None, now: datetime
) -> Share:
    today = timezone.localdate(now)
    grants = _covering(edition, Grant.objects.in_force(today).filter(partner=partner)).get(partner)
    if grants is None:
        raise NotGranted(
            _("%(partner)s heeft nu geen toegang tot %(complex)s.")
            % {"partner": partner.name, "complex": edition.subject.name}
        )
    _refuse_covenants(grants, today)
    over = Share.objects.filter(edition=edition, partner=partner, revoked_at__isnull=True)
    over.update(revoked_at=now)  # it had expired; only one may stand
    share = Share.objects.create(
        edition=edition, partner=partner, shared_at=now, shared_by=by, expires_on=expires_on
    )
    until = expires_on.isoformat() if expires_on else ""
    record(by, Verb.SHARED, share, now=now, until=until)
    return share


def _tell(share: Share, now: datetime) -> None:
    """That there is a report, and where to sign in. Not of what: mail is read over shoulders."""
    name = current_corporation().name
    for contact in Contact.objects.signing_in().filter(partner=share.partner):
        mail.send(
            key=f"share:{share.pk}:{contact.pk}",
            to=contact.email,
            subject=_("Er staat een rapport voor u klaar"),
            text=_(
                "Dag %(name)s,\n\n"
                "Er staat een rapport voor u klaar van %(corporation)s.\n"
                "Log in om het te bekijken:\n\n"
                "%(address)s\n"
            )
            % {"name": contact.name, "corporation": name, "address": sign_in_address()},
            now=now,
        )


@transaction.atomic
def change_expiry(
    share: Share, *, expires_on: date | None, by: User, now: datetime | None = None
) -> None:
    """Let a share that stands last until another day, or as long as the grant (None). Nobody gets mail."""
    if share.revoked_at:
        raise NotGranted(_("Dit is ingetrokken. Deel het rapport opnieuw."))
    share.expires_on = expires_on
    share.save(update_fields=["expires_on"])
    until = expires_on.isoformat() if expires_on else ""
    record(by, Verb.SHARED, share, now=now or timezone.now(), until=until)


@transaction.atomic
def revoke(share: Share, *, by: User, now: datetime | None = None) -> None:
    """From this moment the partner cannot open the edition; doing it twice changes nothing."""
    now = now or timezone.now()
    standing = Share.objects.filter(pk=share.pk, revoked_at__isnull=True)
    if standing.update(revoked_at=now, revoked_by=by):
        record(by, Verb.UNSHARED, share, now=now)


def note_opening(share: Share, *, by: User, now: datetime | None = None) -> None:
    """One line in the audit log for every time a partner opens a report."""
    record(by, Verb.OPENED_REPORT, share, now=now)


def openings(shares: Iterable[Share]) -> dict[int, list[AuditEntry]]:
    """By share: who opened it and when, newest first."""
    found: dict[int, list[AuditEntry]] = {}
    keys = [str(share.pk) for share in shares]
    entries = AuditEntry.objects.filter(verb=Verb.OPENED_REPORT, kind="share", key__in=keys)
    for entry in entries.order_by("-at", "-pk"):
        found.setdefault(int(entry.key), []).append(entry)
    return found
