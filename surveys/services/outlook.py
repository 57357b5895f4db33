"""What a wave can show, said before the fieldwork: the change that the expected answers make visible."""

from dataclasses import dataclass
from math import ceil, isnan
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.models import Wave
from surveys.statistics.detectable import USUAL_SHARE, detectable_change
from surveys.statistics.families import first_level

RATES = (20, 30, 40, 50)  # expected response, percent
DEFAULT_RATE = 40
EXAMPLE_ANSWERS = 60
UNTOLD = 3  # counts of 0 to 3, and of all but 0 to 3, are told without a number: no verdict comes of them
REPORTABLE_DWELLINGS = 20
REPORTABLE_RESPONSES = 10


@dataclass(frozen=True)
class Outlook:
    """Of one complex at an expected response; `points` is None when no change can be promised."""

    answers: int
    reported: bool
    points: int | None


@dataclass(frozen=True)
class Example:
    """A rise, in percents, that is found with a chance of 8 in 10 when both waves have so many answers."""

    answers: int
    before: int
    after: int


def read_rate(typed: str | None) -> int:
    """An expected response of the list, in percent; the usual one for anything else."""
    return next((rate for rate in RATES if str(rate) == typed), DEFAULT_RATE)


def points_visible(wave: Wave, answers: int) -> int | None:
    """The smallest rise of a share, in whole points, that is found with a chance of 8 in 10.

    A fall of as much is found as often where it can be promised at all: from some ninety answers on.

    With this many answers in both waves, by the test of the verdict at its level: that of the first step of
    Holm's procedure over the key figures of this wave. Rounded up, so that the chance is not less. None when
    no change can be promised at all.
    """
    level = float(first_level(len(wave.key_indicators)))
    found = detectable_change(answers, answers, level, untold=UNTOLD).either
    return None if isnan(found) else ceil(100 * found)


def example(wave: Wave) -> Example:
    """What may be expected of this wave, for somebody who plans it."""
    before = round(100 * USUAL_SHARE)
    points = points_visible(wave, EXAMPLE_ANSWERS) or 100 - before
    return Example(EXAMPLE_ANSWERS, before, before + points)


def of_complex(wave: Wave, complex: Any, rate: int) -> Outlook:
    """`complex` with `asked` (see counts): what its answers would show at this response."""
    dwellings = complex.asked or 0
    answers = dwellings * rate // 100
    enough = answers >= REPORTABLE_RESPONSES and dwellings >= REPORTABLE_DWELLINGS
    return Outlook(answers, enough, points_visible(wave, answers) if enough else None)


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
