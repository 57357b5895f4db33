"""What came out of the three questions about a meeting: once the form is closed, and only of enough people.

While it is open nobody sees more than how many answered: who watches figures change one by one knows who
answered what. What may be shown after that is decided by the rules of surveys.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from complexes.context import current_corporation
from meetings.models import Evaluation, Meeting
from meetings.opinion_questions import NAMES, Asked, as_question, in_dutch
from surveys.results.distributions import distribution
from surveys.results.policy import Policy, policy_named
from surveys.results.types import Band, Shown, WaveRef
from ui import numbers

OPEN_FOR = timedelta(weeks=2)
BANDS = {Shown.BELOW_TEN_PERCENT: "minder dan 10%", Shown.ABOVE_NINETY_PERCENT: "meer dan 90%"}


@dataclass(frozen=True)
class Part:
    """A share of the answers, as far as it may be said. `percent` is for a bar; None when it is hidden."""

    label: str
    words: str
    percent: int | None


@dataclass(frozen=True)
class Opinion:
    """One question and its parts; () when too few answered it."""

    question: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Opinions:
    """`n`: how many forms came in. `opinions` is () while the form is open and when there are too few."""

    n: int
    closes_on: date
    is_closed: bool
    least: int
    opinions: tuple[Opinion, ...]


def opens_on(meeting: Meeting) -> date:
    return meeting.day


def closes_on(meeting: Meeting) -> date:
    """The last day on which somebody may answer."""
    return meeting.day + OPEN_FOR


def opinion_link(meeting: Meeting, language: str) -> str:
    """What the QR code on a form says: the same questions, in the language of the form."""
    with override(language):
        return f"{settings.PUBLIC_URL}{reverse('residents:evaluate', args=[meeting.token])}"


def opinions_of(meeting: Meeting, today: date) -> Opinions:
    """What may be said of it today."""
    policy = policy_named(current_corporation().disclosure)
    n = meeting.evaluations.count()
    is_closed = today > closes_on(meeting)
    enough = is_closed and n >= policy.least_responses
    return Opinions(
        n=n,
        closes_on=closes_on(meeting),
        is_closed=is_closed,
        least=policy.least_responses,
        opinions=tuple(_opinions(meeting, policy)) if enough else (),
    )


def _opinions(meeting: Meeting, policy: Policy) -> list[Opinion]:
    rows = Evaluation.objects.filter(meeting=meeting).values_list(*NAMES)
    given = dict(zip(NAMES, zip(*rows, strict=True), strict=True))
    about = WaveRef("", meeting.title, meeting.day, closes_on(meeting))
    return [_opinion(one, Counter(given[one.name]), policy, about) for one in in_dutch()]


def _opinion(one: Asked, counts: Counter[int | None], policy: Policy, about: WaveRef) -> Opinion:
    cells = {str(value): (float(n), float(n)) for value, n in counts.items() if value}
    found = distribution(policy, about, as_question(one), cells)
    return Opinion(one.words, tuple(_part(band) for band in found.bands))


def _part(band: Band) -> Part:
    label = band.label.capitalize()
    if band.share is None:
        return Part(label, BANDS[band.shown], None)
    return Part(label, numbers.percent(band.share), round(band.share * 100))
