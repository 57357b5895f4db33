"""The organisation itself: ending the work with it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from partners.models import Partner
from partners.services import access, contacts
from proof.audit import record
from proof.models import Verb


@transaction.atomic
def end_partner(partner: Partner, *, by: User | None, now: datetime | None = None) -> None:
    """From this moment nobody of the partner signs in or sees anything; everything stays on record."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    for contact in partner.contacts.filter(left_on__isnull=True):
        contacts.leave(contact, on=today, by=by, now=now)
    for grant in partner.grants.filter(closed_at__isnull=True):
        access.withdraw(grant, by=by, now=now)
    if Partner.objects.filter(pk=partner.pk, ended_on__isnull=True).update(ended_on=today):
        record(by, Verb.WITHDREW, partner, now=now)
