"""Who comes in: households that signed up, people who did not, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from complexes.models import Entrance
from meetings.models import CheckIn, Meeting, Registration
from meetings.services.batches import Answer, begin_batch, refused, same, taken

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Arrival:
    """A household (`registration`) or people without a name came in, with so many."""

    key: UUID
    people: int
    registration: UUID | None = None
    entrance: int | None = None


@dataclass(frozen=True)
class Undo:
    """What stands under this key did not happen."""

    key: UUID


@transaction.atomic
def take_arrivals(
    meeting: Meeting, rows: Sequence[Arrival | Undo | Answer], *, by: "User"
) -> list[Answer]:
    """One answer per row, in their order; rows that were refused before pass through. Raises Off.

    Sent twice, or ticked on two devices, a household comes in once. Undone stays undone.
    """
    desk = _Desk(begin_batch(meeting), rows, by)
    return [row if isinstance(row, Answer) else desk.take(row) for row in rows]


class _Desk:
    """What is known of this meeting while one batch is taken."""

    def __init__(
        self, meeting: Meeting, rows: Sequence[Arrival | Undo | Answer], by: "User"
    ) -> None:
        keys = [row.key for row in rows if not isinstance(row, Answer)]
        households = [row.registration for row in rows if isinstance(row, Arrival)]
        self.meeting, self.by = meeting, by
        self.known = CheckIn.objects.in_bulk(keys)
        expected = Registration.objects.filter(meeting=meeting, pk__in=filter(None, households))
        self.state = dict(expected.values_list("pk", "state"))
        inside = meeting.check_ins.counting().filter(registration__in=self.state)
        self.inside = {one.registration_id: one for one in inside}
        of_meeting = Entrance.objects.filter(complex__meetings=meeting)
        self.entrances = set(of_meeting.values_list("pk", flat=True))

    def take(self, row: Arrival | Undo) -> Answer:
        known = self.known.get(row.key)
        if known and known.meeting_id != self.meeting.pk:
            return refused(row.key, _("Dit hoort bij een andere bijeenkomst."))
        if isinstance(row, Undo):
            return self._undo(row, known)
        if known:
            return taken(row.key)
        return self._person(row) if row.registration is None else self._household(row)

    def _person(self, row: Arrival) -> Answer:
        self._write(row, entrance=row.entrance if row.entrance in self.entrances else None)
        return taken(row.key)

    def _household(self, row: Arrival) -> Answer:
        if row.registration not in self.state:
            words = _("Dit huishouden staat niet meer op de lijst. Tel de mensen zonder naam.")
            return refused(row.key, words)
        counted = self.inside.get(row.registration)
        if counted:
            # Kept as undone: sent again after the first was taken back, it must not count after all.
            self._write(row, registration_id=row.registration, undone=True)
            return same(row.key, counted.key)
        self.inside[row.registration] = self._write(row, registration_id=row.registration)
        left = self.state[row.registration] == Registration.State.WITHDRAWN
        return taken(row.key, _("Had zich afgemeld en telt nu mee.") if left else "")

    def _undo(self, row: Undo, known: CheckIn | None) -> Answer:
        if known and not known.undone:
            known.undone = True
            known.save(update_fields=["undone"])
            self.inside.pop(known.registration_id, None)
        return taken(row.key)

    def _write(self, row: Arrival, *, entrance: int | None = None, **rest: object) -> CheckIn:
        made = CheckIn.objects.create(
            key=row.key,
            meeting=self.meeting,
            people=row.people,
            entrance_id=entrance,
            entered_by=self.by,
            **rest,
        )
        self.known[row.key] = made
        return made


def count_paper(meeting: Meeting, people: int | None) -> None:
    """How many came in without a registration by the paper list; None: no paper list was used."""
    Meeting.objects.filter(pk=meeting.pk).update(counted_on_paper=people)
