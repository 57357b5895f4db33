"""The three questions after a meeting: kept without a time or a name, and once for each form."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Evaluation, Meeting
from meetings.services.errors import MeetingError
from meetings.services.locking import locked
from meetings.summaries.opinions import closes_on, opens_on
from surveys.services.mixing import write_anew


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

    All forms of the meeting are written anew, shuffled: their order could otherwise be laid beside that of who
    came in, or of who typed them.
    Raises NotOpen, NothingAnswered.
    """
    if not is_open(meeting, today):
        raise NotOpen(_("Uw mening geven kan nu niet."))
    if not any(answers.values()):
        raise NothingAnswered(_("Kies bij ten minste één vraag een antwoord."))
    with transaction.atomic():
        stored = locked(meeting.pk)
        if Evaluation.objects.filter(key=key).exists():
            return False
        forms = stored.evaluations.all()
        write_anew(forms, [*forms, Evaluation(key=key, meeting=stored, **answers)])
    return True
