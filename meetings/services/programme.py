"""The programme of a meeting: choosing what it is about, ordering, taking off."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from meetings.models import Meeting, ProgrammeItem, Promise
from meetings.services import order
from meetings.services.errors import MeetingError
from meetings.services.locking import locked
from meetings.summaries.evidence import Candidate, frozen

MINUTES = 15


class ProgrammeIsClosed(MeetingError):  # noqa: N818 (it says what is so)
    """The meeting was called off; its programme stays as it was."""


def refuse_cancelled(meeting: Meeting) -> None:
    """Raises ProgrammeIsClosed."""
    if meeting.state == Meeting.State.CANCELLED:
        raise ProgrammeIsClosed(
            _("Deze bijeenkomst gaat niet door; het programma verandert niet meer.")
        )


@transaction.atomic
def save_item(item: ProgrammeItem) -> ProgrammeItem:
    """Store an item, a new one as the last. Raises ProgrammeIsClosed."""
    meeting = _open(item.meeting_id)
    if item.pk is None:
        item.position = order.next_position(meeting.programme.all())
    item.save()
    return item


@transaction.atomic
def choose(
    meeting: Meeting, candidates: Iterable[Candidate], promises: Iterable[Promise] = ()
) -> list[ProgrammeItem]:
    """Put these on the programme, each once; what is on it already is left. Evidence is frozen here.

    Raises ProgrammeIsClosed.
    """
    meeting = _open(meeting.pk)
    known = chosen_keys(meeting)
    items = [_of_evidence(one) for one in candidates if one.key not in known]
    items += [_of_promise(one) for one in promises if promise_key(one) not in known]
    first = order.next_position(meeting.programme.all())
    for place, item in enumerate(items, start=first):
        item.meeting, item.position = meeting, place
        item.save()
    return items


def chosen_keys(meeting: Meeting) -> set[str]:
    """What is on the programme already, as forms name it."""
    rows = meeting.programme.values_list("wave_id", "complex_id", "indicator", "promise_id")
    return {
        f"promise:{promise}" if promise else f"{wave}:{complex_}:{indicator}"
        for wave, complex_, indicator, promise in rows
    }


def promise_key(promise: Promise) -> str:
    return f"promise:{promise.pk}"


def _of_evidence(found: Candidate) -> ProgrammeItem:
    return ProgrammeItem(
        title=Truncator(found.evidence.figure).chars(160),
        minutes=MINUTES,
        source=found.why,
        complex=found.complex,
        wave=found.wave,
        indicator=found.indicator,
        evidence=frozen(found.evidence),
    )


def _of_promise(promise: Promise) -> ProgrammeItem:
    return ProgrammeItem(
        title=Truncator(promise.title).chars(160),
        minutes=MINUTES,
        source=ProgrammeItem.Source.PROMISE,
        complex=promise.complex,
        promise=promise,
        owner=promise.colleague,
        partner=promise.partner,
        is_public=promise.is_public,
    )


@transaction.atomic
def move_item(item: ProgrammeItem, *, up: bool) -> None:
    """Change places with the one before or after; the first stays first. Raises ProgrammeIsClosed."""
    order.move(_open(item.meeting_id).programme.all(), item.pk, up=up)


@transaction.atomic
def remove_item(item: ProgrammeItem) -> None:
    """Take it off; minutes and promises that came of it stay. Raises ProgrammeIsClosed."""
    _open(item.meeting_id)
    item.delete()


def _open(pk: int) -> Meeting:
    """The meeting, so that two people change its programme in turn."""
    meeting = locked(pk)
    refuse_cancelled(meeting)
    return meeting
