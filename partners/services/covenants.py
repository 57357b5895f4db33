"""Covenants: keeping one with its document, and ending it."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from partners.models import Covenant
from partners.services import access
from proof.audit import record
from proof.models import Verb

NAME_LENGTH = 120


@transaction.atomic
def save_covenant(covenant: Covenant, *, upload: UploadedFile | None = None) -> Covenant:
    """Store a covenant; a new document takes the place of the old one, which is thrown away."""
    if upload:
        old = Covenant.objects.filter(pk=covenant.pk).values_list("document", flat=True).first()
        covenant.document_name = (upload.name or "document.pdf")[-NAME_LENGTH:]
        covenant.document.save(covenant.document_name, upload, save=False)
        if old:
            storage = covenant.document.storage
            transaction.on_commit(lambda: storage.delete(old))
    covenant.save()
    return covenant


@transaction.atomic
def end_covenant(
    covenant: Covenant, *, on: date, by: User | None, now: datetime | None = None
) -> None:
    """`on` is its last day. Access that rests on it ends then too, or at once when it was to begin later."""
    now = now or timezone.now()
    covenant.ends_on = on
    covenant.save(update_fields=["ends_on"])
    record(by, Verb.WITHDREW, covenant, now=now, until=on.isoformat())
    for grant in covenant.grants.filter(closed_at__isnull=True, ends_on__gt=on):
        if grant.starts_on > on:
            access.withdraw(grant, by=by, now=now)
        else:
            grant.ends_on = on
            grant.save(update_fields=["ends_on"])
            record(by, Verb.WITHDREW, grant, now=now, until=on.isoformat())
