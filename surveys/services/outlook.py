"""What a wave can show, said before the fieldwork: the change that the expected answers make visible."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.models import Wave
from surveys.statistics.change import detectable_share

RATES = (20, 30, 40, 50)  # expected response, percent
DEFAULT_RATE = 40
TYPICAL_SHARE = 0.3  # of residents who sometimes feel unsafe: 60 answers then show 23 points
REPORTABLE_DWELLINGS = 20
REPORTABLE_RESPONSES = 10


@dataclass(frozen=True)
class Outlook:
    """Of one complex at an expected response. `points` is None when there will be too few answers."""

    answers: int
    points: int | None


def read_rate(typed: str | None) -> int:
    """An expected response of the list, in percent; the usual one for anything else."""
    return next((rate for rate in RATES if str(rate) == typed), DEFAULT_RATE)


def points_visible(answers: int) -> int:
    """The smallest change of a share, in points, that this many answers in both waves would show."""
    return round(100 * float(detectable_share(TYPICAL_SHARE, answers)))


def of_complex(complex: Any, rate: int) -> Outlook:
    """`complex` with `asked` (see counts): what its answers would show at this response."""
    dwellings = complex.asked or 0
    answers = dwellings * rate // 100
    enough = answers >= REPORTABLE_RESPONSES and dwellings >= REPORTABLE_DWELLINGS
    return Outlook(answers, points_visible(answers) if enough else None)


def warnings(wave: Wave) -> list[str]:
    """What does not stop a draft from opening, but will be regretted later."""
    complexes = [place.complex for place in wave.wave_complexes.select_related("complex__group")]
    small = [
        complex.name
        for complex in complexes
        if complex.dwellings and complex.dwellings < REPORTABLE_DWELLINGS and not complex.group_id
    ]
    said = []
    if small:
        words = ngettext(
            "%(names)s heeft minder dan 20 woningen en hoort bij geen rapportagegroep: het krijgt "
            "geen eigen uitslag. Een groep kiezen kan alleen vóór het openen.",
            "%(names)s hebben minder dan 20 woningen en horen bij geen rapportagegroep: zij krijgen "
            "geen eigen uitslag. Een groep kiezen kan alleen vóór het openen.",
            len(small),
        )
        said.append(words % {"names": ", ".join(small)})
    backgrounds = [question for question in wave.asked() if question.background]
    if len(backgrounds) > 2:
        said.append(
            _(
                "Er staan meer dan twee achtergrondvragen in de vragenlijst. Samen maken die mensen "
                "herkenbaar; kies er ten hoogste twee."
            )
        )
    return said
