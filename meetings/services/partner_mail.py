"""What partners are told about a meeting: who still has to hear what, in which words, and the sending of it.

A Notice is the proof that something was told; the mail hangs on it, so that nothing is told twice. What an
invitation, a change and a cancellation tell of stands in `about`: sequence, fingerprint of time, place and
title, whom (empty for the contact, a mark for a stand-in) and the round of the link.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from complexes.context import current_corporation
from complexes.models import Corporation
from mail import services as mail
from mail.calendar_part import CalendarPart
from meetings import calendars, links
from meetings.calendar_events import calendar_event
from meetings.calendars import Attendee
from meetings.models import Meeting, Notice, Participation
from meetings.summaries.partners import KEY, mark_in

Kind = Notice.Kind
IN_CALENDARS = (Kind.INVITATION, Kind.UPDATE, Kind.CANCELLATION)


@dataclass(frozen=True)
class Recipient:
    """The contact, or who comes instead."""

    participation: Participation
    is_stand_in: bool = False

    @property
    def email(self) -> str:
        one = self.participation
        return one.stand_in_email if self.is_stand_in else one.contact.email

    @property
    def name(self) -> str:
        one = self.participation
        return one.stand_in_name if self.is_stand_in else one.contact.name

    @property
    def mark(self) -> str:
        if not self.is_stand_in:
            return ""
        return hashlib.sha256(self.email.lower().encode()).hexdigest()[:8]

    @property
    def attendee(self) -> Attendee:
        """Nothing that somebody typed on an open page travels to an address typed there."""
        return Attendee("" if self.is_stand_in else self.name, self.email)


class Told(NamedTuple):
    """What one notice told."""

    kind: str
    sequence: int
    fingerprint: str


@dataclass(frozen=True)
class Letter:
    """One mail that has still to go, in words."""

    recipient: Recipient
    kind: str
    subject: str
    text: str


def fingerprint(meeting: Meeting) -> str:
    """The same for the same time, place and title: moving there and back before telling changes nothing."""
    told = [meeting.starts_at, meeting.ends_at]
    words = [*(moment.timestamp() for moment in told), meeting.where, meeting.title]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:12]


def told_to(notices: Iterable[Notice], mark: str) -> list[Told]:
    """What this recipient was told for the calendar, in order."""
    return [
        Told(notice.kind, int(parts[0]), parts[1])
        for notice in sorted(notices, key=lambda one: one.pk)
        if notice.kind in IN_CALENDARS
        and len(parts := notice.about.split("/")) == 4
        and mark_in(notice.about) == mark
    ]


def counts_on_it(recipient: Recipient) -> bool:
    """Whether this recipient was told to come and not yet that it is off."""
    told = told_to(recipient.participation.notices.all(), recipient.mark)
    return bool(told) and told[-1].kind != Kind.CANCELLATION


def recipients(participation: Participation) -> list[Recipient]:
    """Who can be mailed about it."""
    found = [Recipient(participation)]
    if participation.stand_in_email:
        found.append(Recipient(participation, is_stand_in=True))
    return [one for one in found if one.email]


def due_kind(recipient: Recipient, now: datetime) -> str | None:
    """What this recipient has still to hear; None when they know how it is."""
    one, meeting = recipient.participation, recipient.participation.meeting
    told = told_to(one.notices.all(), recipient.mark)
    last = told[-1] if told else None
    if meeting.ends_at <= now or one.taken_off_at:
        return None
    if meeting.state == Meeting.State.CANCELLED:
        return Kind.CANCELLATION if counts_on_it(recipient) else None
    if not meeting.is_coming:
        return None
    if not recipient.is_stand_in and one.invited_at is None:
        return Kind.INVITATION
    if last is None:
        return Kind.INVITATION if recipient.is_stand_in else None
    knows = last.kind != Kind.CANCELLATION and last.fingerprint == fingerprint(meeting)
    return None if knows else Kind.UPDATE


def still_to_tell(meeting: Meeting, now: datetime) -> list[tuple[Recipient, str]]:
    """Everybody who has still to hear something, and what. Three queries."""
    prefetch_related_objects([meeting], "complexes")
    standing = meeting.participations.standing().select_related("contact__partner")
    found = []
    for participation in standing.prefetch_related("notices"):
        participation.meeting = meeting
        for recipient in recipients(participation):
            if kind := due_kind(recipient, now):
                found.append((recipient, kind))
    return found


def preview(meeting: Meeting, now: datetime) -> list[Letter]:
    """The mails as they would go now."""
    return drafts(still_to_tell(meeting, now))


def drafts(waiting: Iterable[tuple[Recipient, str]]) -> list[Letter]:
    """These mails as they would go; a personal link is not shown, as who sees it could answer with it."""
    sender = current_corporation()
    return [draft(recipient, kind, sender) for recipient, kind in waiting]


def draft(recipient: Recipient, kind: str, sender: Corporation) -> Letter:
    """One mail, with words in place of the personal link."""
    link = _("[hier staat de eigen link van %(name)s]") % {"name": recipient.name}
    return Letter(recipient, kind, *_words(recipient, kind, link, sender))


def post(recipient: Recipient, kind: str, *, now: datetime, about: str | None = None) -> Notice:
    """Tell one recipient, once: the notice and the mail together. The database refuses a second time."""
    one, meeting = recipient.participation, recipient.participation.meeting
    if about is None:
        parts = (meeting.sequence, fingerprint(meeting), recipient.mark, one.link_round)
        about = "/".join(str(part) for part in parts)
    notice = Notice.objects.create(participation=one, kind=kind, about=about, at=now)
    sender = current_corporation()
    subject, text = _words(recipient, kind, links.address(one), sender)
    mail.send(
        key=f"{KEY}{notice.pk}",
        to=recipient.email,
        subject=subject,
        text=text,
        calendar=_part(recipient, kind, sender, now),
        expires_at=meeting.ends_at,
        now=now,
    )
    return notice


def raise_sequence(meeting: Meeting) -> None:
    """Above all that anybody was told, as calendars ignore what is not newer."""
    notices = Notice.objects.filter(participation__meeting=meeting, kind__in=IN_CALENDARS)
    told = [int(about.split("/")[0]) for about in notices.values_list("about", flat=True)]
    if told and meeting.sequence <= max(told):
        meeting.sequence = max(told) + 1
        meeting.save(update_fields=["sequence"])


def _part(
    recipient: Recipient, kind: str, sender: Corporation, now: datetime
) -> CalendarPart | None:
    if kind not in IN_CALENDARS:
        return None
    one = recipient.participation
    url = "" if recipient.is_stand_in else links.address(one)
    context = {"participation": one, "meeting": one.meeting, "link": url}
    about = context | {"cancelled": kind == Kind.CANCELLATION, "corporation": sender}
    description = _render("description", about)
    event = calendar_event(one.meeting, sender, now=now, description=description, url=url)
    ask = calendars.cancel if kind == Kind.CANCELLATION else calendars.request
    return ask(event, recipient.attendee)


def _words(recipient: Recipient, kind: str, link: str, sender: Corporation) -> tuple[str, str]:
    """Subject and text."""
    one = recipient.participation
    context = {
        "participation": one,
        "meeting": one.meeting,
        "complexes": [complex_.name for complex_ in one.meeting.complexes.all()],
        "stand_in": recipient.is_stand_in,
        "link": "" if recipient.is_stand_in else link,
        "corporation": sender,
    }
    return mail.subject_and_text(re.sub(r"\n{3,}", "\n\n", _render(kind, context)))


def _render(name: str, context: dict[str, object]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(f"meetings/partners/mail/{name}.txt", context).strip()
