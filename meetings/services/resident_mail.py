"""Mails to residents who signed up: in their language, once per kind and subject.

Nothing that somebody typed stands in them, so that nobody can have us mail their words to another address.
"""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from complexes.context import current_corporation
from mail import services as mail
from meetings.models import Notice, Registration
from meetings.summaries.moments import hours
from meetings.summaries.ringing import KEY

# What happens without the resident there to see it on a screen: without a mail, somebody has to ring.
NEWS = (Notice.Kind.PROMOTED, Notice.Kind.UPDATE, Notice.Kind.CANCELLATION)


def tell(registration: Registration, kind: Notice.Kind, *, about: str = "", now: datetime) -> bool:
    """Write the notice and its mail, unless that was done before; whether it is new."""
    notice, is_new = Notice.objects.get_or_create(
        registration=registration,
        kind=kind,
        about=about,
        defaults={"at": now, "by_phone": kind in NEWS and not registration.email},
    )
    if is_new and registration.email:
        _send(notice, registration, now)
    return is_new


def own_address(registration: Registration) -> str:
    """The link by which a household changes or withdraws its registration, in its language."""
    with override(registration.language):
        path = reverse("residents:registration", args=[registration.meeting.token, registration.pk])
    return f"{settings.PUBLIC_URL}{path}"


def _send(notice: Notice, registration: Registration, now: datetime) -> None:
    meeting = registration.meeting
    with override(registration.language):
        words = render_to_string(
            "meetings/mail/registration.txt",
            {
                "kind": notice.kind,
                "state": registration.state,
                "people": registration.people,
                "meeting": meeting,
                "hours": hours(meeting),
                "own": own_address(registration),
                "page": settings.PUBLIC_URL + reverse("residents:meeting", args=[meeting.token]),
                "corporation": current_corporation(),
            },
        )
    subject, text = mail.subject_and_text(words)
    mail.send(
        key=f"{KEY}{notice.pk}",
        to=registration.email,
        subject=subject,
        text=text,
        expires_at=meeting.ends_at if meeting.ends_at > now else None,
        now=now,
    )
