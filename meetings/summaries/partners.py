"""How it stands with the partners of a meeting: who answered what, and whose mail did not arrive."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from mail.models import OutgoingMail
from meetings.models import Meeting, Notice, Participation
from partners.models import Contact, Grant, Partner

KEY = "partner-notice:"  # and the number of a Notice: the key of its mail in the outbox


def refused_mails(participations: Iterable[Participation]) -> dict[int, list[OutgoingMail]]:
    """By participation: the newest mail to the contact and to who comes instead, where it was refused.

    Two queries. A mail that arrived later, under another address perhaps, makes an earlier one no matter.
    """
    newest: dict[tuple[int, str], int] = {}
    notices = Notice.objects.filter(participation__in=[one.pk for one in participations])
    for notice in notices.order_by("pk").only("participation", "about"):
        newest[notice.participation_id or 0, mark_in(notice.about)] = notice.pk
    owners = {f"{KEY}{notice}": owner for (owner, _mark), notice in newest.items()}
    found: dict[int, list[OutgoingMail]] = {}
    refused = OutgoingMail.objects.filter(key__in=owners, state=OutgoingMail.State.REFUSED)
    for mail in refused.defer("text", "calendar").order_by("pk"):
        found.setdefault(owners[mail.key], []).append(mail)
    return found


def mark_in(about: str) -> str:
    """Whom a notice was for: empty for the contact, else the mark of a stand-in."""
    parts = about.split("/")
    return parts[2] if len(parts) == 4 else ""


def with_change(rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Adds `changed_at`: when they were last told of another time or place."""
    updates = Q(notices__kind=Notice.Kind.UPDATE)
    return rows.annotate(changed_at=Max("notices__at", filter=updates))


def candidates(meeting: Meeting, today: date) -> QuerySet[Contact]:
    """Contacts who are not on the list yet; `is_near`: of a partner with access to one of the complexes."""
    near = Grant.objects.in_force(today).filter(
        complex__in=meeting.complexes.all(), partner=OuterRef("partner")
    )
    listed = meeting.participations.standing().values("contact")
    return Contact.objects.present().exclude(pk__in=listed).annotate(is_near=Exists(near))


def partners_without_contact(meeting: Meeting, today: date) -> QuerySet[Partner]:
    """Partners with access to one of the complexes for whom nobody can be invited."""
    granted = Grant.objects.in_force(today).filter(complex__in=meeting.complexes.all())
    present = Contact.objects.present().filter(partner=OuterRef("pk"))
    found = Partner.objects.active().filter(pk__in=granted.values("partner"))
    return found.exclude(Exists(present))
