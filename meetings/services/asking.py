"""Questions that residents ask before a meeting. Nothing leads from one to who signed up."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AdvanceQuestion, Meeting
from meetings.services.errors import MeetingError
from meetings.services.locking import locked
from surveys.services.mixing import write_anew

MOST_QUESTIONS = 500  # of one meeting; more than that is not residents


class QuestionRefusedError(MeetingError):
    """This question cannot be kept; what was typed is still on the screen."""


@transaction.atomic
def ask_beforehand(meeting: Meeting, text: str, *, name: str, key: UUID, now: datetime) -> None:
    """Keep a question; the same form or the very same words again are kept once. Raises QuestionRefusedError.

    All questions of the meeting are written anew, shuffled: the order in which they came, and the transaction,
    could otherwise be laid beside those of registrations.
    """
    meeting = locked(meeting.pk)
    if not meeting.takes_questions(now):
        raise QuestionRefusedError(
            _("De bijeenkomst is al begonnen. Stel uw vraag daar, of bel ons.")
        )
    asked = meeting.advance_questions.all()
    rows = list(asked)
    if any(row.pk == key or (row.text, row.name) == (text, name) for row in rows):
        return
    if len(rows) >= MOST_QUESTIONS:
        raise QuestionRefusedError(
            _("Er zijn nu te veel vragen. Stel uw vraag op de bijeenkomst, of bel ons.")
        )
    if AdvanceQuestion.objects.filter(pk=key).exists():  # of another meeting
        key = uuid4()
    write_anew(asked, [*rows, AdvanceQuestion(key=key, meeting=meeting, text=text, name=name)])


def set_aside(question: AdvanceQuestion, *, aside: bool) -> None:
    """Mark a question as not for the meeting, or as for it after all."""
    AdvanceQuestion.objects.filter(pk=question.pk).update(is_set_aside=aside)
