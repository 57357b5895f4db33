"""The three questions after a meeting: kept without a time or a name, and once for each form."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from meetings.models import Evaluation, Meeting
from meetings.services.errors import MeetingError
from meetings.summaries.opinions import closes_on, opens_on


class NotOpen(MeetingError):  # noqa: N818 - a state, said in words
    """Before the day of the meeting, after its two weeks, or it was called off."""


class NothingAnswered(MeetingError):  # noqa: N818 - a state, said in words
    """A form without an answer."""


def is_open(meeting: Meeting, today: date) -> bool:
    """From the day of the meeting, for two weeks; only when residents know of it and it is not called off."""
    if not meeting.is_public or meeting.state == Meeting.State.CANCELLED:
        return False
    return opens_on(meeting) <= today <= closes_on(meeting)


def give_opinion(
    meeting: Meeting, answers: dict[str, int | None], *, key: UUID, today: date
) -> bool:
    """Keep what somebody thought; False when this form was kept already: it counts once.

    Raises NotOpen, NothingAnswered.
    """
    if not is_open(meeting, today):
        raise NotOpen(_("Uw mening geven kan nu niet."))
    if not any(answers.values()):
        raise NothingAnswered(_("Kies bij ten minste één vraag een antwoord."))
    try:
        with transaction.atomic():
            Evaluation.objects.create(key=key, meeting=meeting, **answers)
    except IntegrityError:
        if Evaluation.objects.filter(key=key).exists():
            return False
        raise
    return True
