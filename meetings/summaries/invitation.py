"""What residents read about a meeting: programme, who is there, how one gets in. No person is named."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting, Participation, Venue
from meetings.summaries.programme import public_lines
from ui.moments import clock

Answer = Participation.Answer


@dataclass(frozen=True)
class Item:
    starts: str  # "19.30"
    title: str
    words: str


@dataclass(frozen=True)
class Access:
    """One thing about getting in: None is not known."""

    key: str
    words: Any
    there: bool | None


def items(meeting: Meeting) -> list[Item]:
    """The public part of the programme."""
    return [
        Item(clock(line.starts_at), line.item.title, line.item.words)
        for line in public_lines(meeting)
    ]


def organisations(meeting: Meeting) -> list[str]:
    """Partners of which somebody said to come."""
    coming = meeting.participations.standing().filter(answer__in=[Answer.COMES, Answer.STAND_IN])
    names = coming.order_by("contact__partner__name").values_list("contact__partner__name")
    return [name for (name,) in names.distinct()]


def access(venue: Venue | None) -> list[Access]:
    if venue is None:
        return []
    return [
        Access("step-free", _("Zonder drempels of trap"), venue.step_free),
        Access("lift", _("Lift, of op de begane grond"), venue.lift),
        Access("toilet", _("Toilet voor rolstoelen"), venue.toilet),
        Access("ring-loop", _("Ringleiding voor slechthorenden"), venue.ring_loop),
    ]
