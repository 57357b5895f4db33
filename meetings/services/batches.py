"""What a device at a meeting sends: rows under keys that the device made. Sent twice, a row counts once.

A row carries no moment: the clock of a device is not believed, and who came when is kept nowhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from meetings.services.errors import MeetingError
from meetings.services.locking import locked


class Outcome(StrEnum):
    """What became of a row; whatever it is, the device need not send the row again."""

    TAKEN = "taken"  # now, or when it was sent before
    SAME = "same"  # it counts already, under another key
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """About one row: `key` as it was sent, `words` for the screen, `same_as` the key under which it counts."""

    key: str
    outcome: Outcome
    words: str = ""
    same_as: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "key": self.key,
            "outcome": str(self.outcome),
            "words": str(self.words),
            "same_as": self.same_as,
        }


class Off(MeetingError):  # noqa: N818 (it reads as what it is)
    """The meeting is called off."""

    said = _("Deze bijeenkomst gaat niet door. Er is niets geteld.")


def begin_batch(meeting: Meeting) -> Meeting:
    """The meeting, locked until the transaction ends: batches of one meeting are taken one after another.

    Raises Off. A meeting that was held still takes what a device sends late.
    """
    stored = locked(meeting.pk)
    if stored.state == Meeting.State.CANCELLED:
        raise Off
    return stored


def taken(key: UUID, words: object = "") -> Answer:
    return Answer(str(key), Outcome.TAKEN, str(words))


def same(key: UUID, other: UUID) -> Answer:
    return Answer(str(key), Outcome.SAME, same_as=str(other))


def refused(key: UUID | str, words: object) -> Answer:
    return Answer(str(key), Outcome.REFUSED, str(words))
