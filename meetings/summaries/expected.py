"""How many are expected: totals only, never who."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from meetings.models import Meeting, Participation, Registration


@dataclass(frozen=True)
class Expected:
    """Contacts of partners by answer, and people of households by whether they have a place."""

    chosen: int = 0  # not invited yet
    invited: int = 0
    comes: int = 0  # a named stand-in included
    absent: int = 0
    silent: int = 0
    households: int = 0  # who have a place or wait for one
    without_mail: int = 0  # of those: somebody has to ring
    seated: int = 0
    waiting: int = 0


def expected(meeting: Meeting) -> Expected:
    """Two queries."""
    state = Registration.State
    residents = meeting.registrations.aggregate(
        households=Count("pk", filter=~Q(state=state.WITHDRAWN)),
        without_mail=Count("pk", filter=~Q(state=state.WITHDRAWN) & Q(email="")),
        seated=Sum("people", filter=Q(state=state.SEATED), default=0),
        waiting=Sum("people", filter=Q(state=state.WAITING), default=0),
    )
    return Expected(**contacts(meeting), **residents)


def contacts(meeting: Meeting) -> dict[str, int]:
    """Those of partners by answer, named as in Expected. One query."""
    answer, invited = Participation.Answer, Q(invited_at__isnull=False)
    return meeting.participations.standing().aggregate(
        chosen=Count("pk", filter=~invited),
        invited=Count("pk", filter=invited),
        comes=Count("pk", filter=invited & Q(answer__in=[answer.COMES, answer.STAND_IN])),
        absent=Count("pk", filter=invited & Q(answer=answer.ABSENT)),
        silent=Count("pk", filter=invited & Q(answer=answer.NONE)),
    )
