"""Minutes: writing passages, and sharing the two layers with their readers."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from complexes.context import current_corporation
from mail import services as mail
from meetings.models import Meeting, Minutes, Passage
from meetings.services import order
from meetings.services.errors import MeetingError
from meetings.services.locking import locked
from meetings.summaries.minutes import Layer, minutes_of, partners_layer, residents_layer
from partners.letters import sign_in_address
from partners.models import Contact
from proof.audit import record
from proof.models import Verb


class MinutesRefused(MeetingError):  # noqa: N818 (it says what happened)
    """These minutes cannot be written or shared now."""


@transaction.atomic
def save_passage(passage: Passage, *, by: User) -> Passage:
    """Store what was said, a new passage as the last. Raises MinutesRefused."""
    meeting = _open(passage.meeting)
    if passage.needs_clearing and not passage.cleared:
        raise MinutesRefused(clearing_words(passage))
    if passage.pk is None:
        passage.position = order.next_position(meeting.passages.all())
        passage.written_by = by
    passage.save()
    return passage


@transaction.atomic
def remove_passage(passage: Passage) -> None:
    """Raises MinutesRefused."""
    _open(passage.meeting)
    passage.delete()


def clearing_words(passage: Passage) -> str:
    return _(
        "Wat %(speaker)s zegt, lezen bewoners alleen als die dat goed vindt. "
        "Vraag het, of kies «alleen partners»."
    ) % {"speaker": passage.get_speaker_display()}


@transaction.atomic
def save_summary(minutes: Minutes) -> Minutes:
    """Raises MinutesRefused."""
    _open(minutes.meeting)
    stored, is_new = Minutes.objects.get_or_create(
        meeting=minutes.meeting, defaults={"summary": minutes.summary}
    )
    if not is_new:
        stored.summary = minutes.summary
        stored.save(update_fields=["summary"])
    return stored


@transaction.atomic
def share_with_partners(meeting: Meeting, *, by: User, now: datetime | None = None) -> int:
    """Let the partners of this meeting read both layers, and tell who can sign in. Returns how many mails.

    Raises MinutesRefused when there is nothing to read. Shared already: nothing happens.
    """
    now = now or timezone.now()
    minutes = _to_share(meeting, partners_layer)
    if minutes.shared_with_partners_at:
        return 0
    minutes.shared_with_partners_at = now
    minutes.save()
    record(by, Verb.SHARED, minutes, now=now, readers="partners")
    return sum(_tell(meeting, contact, now) for contact in readers(meeting))


@transaction.atomic
def share_with_residents(meeting: Meeting, *, by: User, now: datetime | None = None) -> None:
    """Put the residents' layer on the public page of the meeting. Raises MinutesRefused."""
    now = now or timezone.now()
    minutes = _to_share(meeting, residents_layer)
    if minutes.shared_with_residents_at:
        return
    minutes.shared_with_residents_at = now
    minutes.save()
    record(by, Verb.PUBLISHED, minutes, now=now, readers="residents")


@transaction.atomic
def take_back(meeting: Meeting, *, residents: bool, by: User, now: datetime | None = None) -> None:
    """From this moment these readers cannot open it; the text stays."""
    minutes = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    name = "shared_with_residents_at" if residents else "shared_with_partners_at"
    if minutes and getattr(minutes, name):
        setattr(minutes, name, None)
        minutes.save(update_fields=[name])
        readers_ = "residents" if residents else "partners"
        record(by, Verb.UNSHARED, minutes, now=now or timezone.now(), readers=readers_)


def readers(meeting: Meeting) -> QuerySet[Contact]:
    """Who of the partners can read it once it is shared: asked for this meeting, and able to sign in."""
    asked = meeting.participations.invited().values("contact")
    return Contact.objects.signing_in().filter(pk__in=asked).select_related("partner")


def _to_share(meeting: Meeting, layer_of: Callable[[Minutes], Layer]) -> Minutes:
    minutes = minutes_of(_open(meeting))
    if layer_of(minutes).is_empty:
        raise MinutesRefused(_("Er is nog niets om te delen. Schrijf eerst iets voor deze lezers."))
    return minutes


def _open(meeting: Meeting) -> Meeting:
    stored = locked(meeting.pk)
    if stored.state == Meeting.State.CANCELLED:
        raise MinutesRefused(_("Deze bijeenkomst ging niet door; er komt geen verslag."))
    return stored


def _tell(meeting: Meeting, contact: Contact, now: datetime) -> bool:
    """That there are minutes, and where to sign in; not what is in them. Once per meeting and contact.

    False for who was told when they were shared before.
    """
    sent = mail.send(
        key=f"minutes:{meeting.pk}:{contact.pk}",
        to=contact.email,
        subject=_("Het verslag staat voor u klaar"),
        text=_(
            "Dag %(name)s,\n\n"
            "Het verslag van een bijeenkomst met %(corporation)s staat voor u klaar.\n"
            "Log in om het te lezen:\n\n"
            "%(address)s\n"
        )
        % {
            "name": contact.name,
            "corporation": current_corporation().name,
            "address": sign_in_address(),
        },
        now=now,
    )
    return sent.created_at == now
