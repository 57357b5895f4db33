"""Residents whom no mail reaches and who have to know something: somebody rings them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mail.models import OutgoingMail
from meetings.models import Meeting, Notice, Registration

KEY = "resident-notice:"  # and the number of the Notice: by this a refused mail is found again
Kind = Notice.Kind
WHY = {
    Kind.SEATED: _("heeft een plek"),
    Kind.WAITING: _("staat op de wachtlijst"),
    Kind.PROMOTED: _("er is nu een plek"),
    Kind.UPDATE: _("tijd of plaats is veranderd"),
    Kind.CANCELLATION: _("de bijeenkomst gaat niet door"),
}


@dataclass
class Ring:
    """What to tell one household, and the notices that are done with then."""

    why: list[Any] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    bounced: bool = False  # a mail came back: the address is wrong


def to_ring(meeting: Meeting, *, now: datetime) -> dict[UUID, Ring]:
    """Per registration what to tell; nothing any more once the meeting is over. Two queries."""
    if now >= meeting.ends_at:
        return {}
    refused = _refused()
    waiting = Notice.objects.filter(registration__meeting=meeting, rung_at__isnull=True)
    waiting = waiting.filter(Q(by_phone=True) | Q(pk__in=refused)).select_related("registration")
    found: dict[UUID, Ring] = {}
    for notice in waiting.order_by("pk"):
        registration = notice.registration
        if registration and _matters(notice, registration, meeting, refused):
            ring = found.setdefault(registration.pk, Ring())
            why = WHY[Kind(notice.kind)]
            ring.why += [] if why in ring.why else [why]
            ring.notices.append(notice.pk)
            ring.bounced = ring.bounced or not notice.by_phone
    return found


def _refused() -> dict[int, str]:
    """Notices of which the mail was refused for good, and the address it went to."""
    mails = OutgoingMail.objects.filter(
        state=OutgoingMail.State.REFUSED, key__startswith=KEY
    ).values_list("key", "to")
    return {int(key.removeprefix(KEY)): to for key, to in mails}


def _matters(
    notice: Notice, registration: Registration, meeting: Meeting, refused: dict[int, str]
) -> bool:
    """Whether it still has to be told: not to who withdrew, or whose address was put right since."""
    if registration.state == Registration.State.WITHDRAWN or notice.kind not in WHY:
        return False
    if meeting.state == Meeting.State.CANCELLED and notice.kind != Kind.CANCELLATION:
        return False
    if notice.kind == Kind.WAITING and registration.promoted_at:
        return False
    return notice.by_phone or refused.get(notice.pk) == registration.email
