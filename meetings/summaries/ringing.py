"""Residents whom no mail reaches and who have to know something: somebody rings them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
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
    """Per registration what to tell; nothing any more once the meeting is over. One query."""
    if now >= meeting.ends_at:
        return {}
    found: dict[UUID, Ring] = {}
    for notice in _waiting(meeting):
        registration = notice.registration
        if registration and _matters(notice, registration, meeting):
            ring = found.setdefault(registration.pk, Ring())
            why = WHY[Kind(notice.kind)]
            ring.why += [] if why in ring.why else [why]
            ring.notices.append(notice.pk)
            ring.bounced = ring.bounced or not notice.by_phone
    return found


def _waiting(meeting: Meeting) -> QuerySet[Notice]:
    """Notices to ring about; with `refused`, the address at which a mail was refused for good, if one was."""
    key = Concat(Value(KEY), Cast(OuterRef("pk"), CharField()))
    refused = OutgoingMail.objects.filter(state=OutgoingMail.State.REFUSED, key=key).values("to")
    silent = Notice.objects.filter(registration__meeting=meeting, rung_at__isnull=True)
    silent = silent.annotate(refused=Subquery(refused)).select_related("registration")
    return silent.filter(Q(by_phone=True) | Q(refused__isnull=False)).order_by("pk")


def _matters(notice: Notice, registration: Registration, meeting: Meeting) -> bool:
    """Whether it still has to be told: not to who withdrew, or whose address was put right since."""
    if registration.state == Registration.State.WITHDRAWN or notice.kind not in WHY:
        return False
    if meeting.state == Meeting.State.CANCELLED and notice.kind != Kind.CANCELLATION:
        return False
    if notice.kind == Kind.WAITING and registration.promoted_at:
        return False
    return notice.by_phone or getattr(notice, "refused", None) == registration.email
