"""Which partner may see something of which complex, from when to when, and on what ground."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import Covenant, Grant, Partner
from partners.services.errors import AlreadyGranted, CovenantNotInForce, PartnerHasEnded
from proof.audit import record
from proof.models import Verb
from ui import numbers


@transaction.atomic
def grant_access(grant: Grant, *, by: User | None, now: datetime | None = None) -> Grant:
    """Store a new grant: its partner sees what is shared about its complex, from then to then.

    Raises PartnerHasEnded, AlreadyGranted while there is a grant that is not over, and CovenantNotInForce.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    if Partner.objects.select_for_update().get(pk=grant.partner_id).ended_on:
        raise PartnerHasEnded(_("De samenwerking met deze partner is beëindigd."))
    refuse_covenant(grant.covenant, until=grant.ends_on, today=today)
    others = Grant.objects.filter(partner=grant.partner, complex=grant.complex)
    others = others.filter(closed_at__isnull=True)
    if standing := others.filter(ends_on__gte=today).first():
        raise AlreadyGranted(
            _("%(complex)s hoort al bij deze partner, tot en met %(day)s. Verleng de toegang daar.")
            % {"complex": grant.complex.name, "day": numbers.day(standing.ends_on)}
        )
    others.update(closed_at=now)  # it was over; only one may be open
    grant.granted_at, grant.granted_by = now, by
    grant.save(force_insert=True)
    record(by, Verb.GRANTED, grant, now=now, until=grant.ends_on.isoformat())
    return grant


@transaction.atomic
def prolong(grant: Grant, *, ends_on: date, by: User, now: datetime | None = None) -> None:
    """Give a grant that is not withdrawn another last day. Raises CovenantNotInForce, AlreadyGranted."""
    now = now or timezone.now()
    if grant.closed_at:
        raise AlreadyGranted(_("Deze toegang is ingetrokken. Geef nieuwe toegang."))
    refuse_covenant(grant.covenant, until=ends_on, today=timezone.localdate(now))
    grant.ends_on = ends_on
    grant.save(update_fields=["ends_on"])
    record(by, Verb.GRANTED, grant, now=now, until=ends_on.isoformat())


@transaction.atomic
def withdraw(grant: Grant, *, by: User | None, now: datetime | None = None) -> None:
    """From this moment the partner sees nothing of the complex; doing it twice changes nothing."""
    now = now or timezone.now()
    taken = Grant.objects.filter(pk=grant.pk, closed_at__isnull=True)
    if taken.update(closed_at=now, closed_by=by):
        record(by, Verb.WITHDREW, grant, now=now)


def refuse_covenant(covenant: Covenant | None, *, until: date | None, today: date) -> None:
    """Raise CovenantNotInForce when nothing new may rest on this covenant, or not for so long."""
    if covenant is None:
        return
    said = {"reference": covenant.reference}
    if covenant.has_ended(today):
        raise CovenantNotInForce(
            _("Convenant %(reference)s is beëindigd. Kies een ander, of leg eerst een nieuw vast.")
            % said
        )
    if covenant.starts_on > today:
        raise CovenantNotInForce(_("Convenant %(reference)s geldt nog niet.") % said)
    if until and covenant.ends_on and until > covenant.ends_on:
        raise CovenantNotInForce(
            _("Convenant %(reference)s eindigt op %(day)s. Langer kan de toegang niet duren.")
            % {**said, "day": numbers.day(covenant.ends_on)}
        )
