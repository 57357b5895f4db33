"""What residents of one complex are asked in one wave, in screens: remembered a minute in this process.

An open wave's questions never change, so a minute-old sheet is still right; only "closed ahead of time"
may be noticed up to a minute late, and sending looks at the database itself.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import Field

from complexes.context import current_corporation
from complexes.models import Corporation
from surveys.bank import THEMES, measure_question
from surveys.models import Wave, WaveComplex
from surveys.questions import Option, Question, Questionnaire
from surveys.respondent.fields import fields_of

REMEMBER_SECONDS = 60
MOST_REMEMBERED = 2000
CHECK = "controle"  # the last look; no theme has this name
PER_MEASURE = "-veiliger"  # added to the theme's name: the same questions for every change seen


@dataclass(frozen=True)
class Step:
    """One screen. `name` stands in its address."""

    name: str
    theme: str
    questions: tuple[Question, ...]

    def words(self, part: str, language: str) -> str:
        """The theme's `title`, `heading` or `intro`."""
        text = THEMES[self.theme][part]
        return text.get(language, text["nl"])

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Variable → form field. They keep nothing, so every form of this screen uses the same."""
        return {
            name: one for question in self.questions for name, one in fields_of(question).items()
        }


@dataclass(frozen=True)
class Sheet:
    """One complex in one wave, as its residents see it."""

    questionnaire: Questionnaire
    measures: Mapping[int, str] = field(default_factory=dict)  # id → title, as frozen
    place: int = 0
    wave_title: str = ""
    complex_name: str = ""
    is_open: bool = False
    opens_on: date = date.min
    closes_on: date = date.max
    outcome_on: date | None = None
    languages: tuple[str, ...] = ("nl", "en")
    _steps: dict[frozenset[int], tuple[Step, ...]] = field(default_factory=dict)

    def accepts_on(self, today: date) -> bool:
        return self.is_open and self.opens_on <= today <= self.closes_on

    def themes(self) -> tuple[str, ...]:
        """Parts of the questionnaire, those without a question for this complex left out."""
        return tuple(dict.fromkeys(step.theme for step in self.steps(())))

    def steps(self, seen: Collection[int]) -> tuple[Step, ...]:
        """All screens; the follow-up per measure only for the measures somebody has `seen`."""
        key = frozenset(self.measures.keys() & set(seen))
        if key not in self._steps:
            self._steps[key] = tuple(self._screens(key))
        return self._steps[key]

    def _screens(self, seen: Collection[int]) -> Iterator[Step]:
        # What people write stands last: it is the longest, and it should not keep anybody from the rest.
        for theme in sorted(self.questionnaire.themes(), key=lambda name: name == "open"):
            asked = self.questionnaire.in_theme(theme)
            first = tuple(self._completed(q) for q in asked if self._is_asked(q))
            if first:
                yield Step(theme, theme, first)
            again = tuple(
                measure_question(question, number, self.measures[number])
                for question in asked
                if question.follow_up == "per_measure"
                for number in self.measures
                if number in seen
            )
            if again:
                yield Step(theme + PER_MEASURE, theme, again)

    def measure_variables(self) -> set[str]:
        """Variables whose answers are measures (M1)."""
        return {q.code for q in self.questionnaire if q.options_from == "measures"}

    def _is_asked(self, question: Question) -> bool:
        if question.follow_up == "per_measure":
            return False
        return question.options_from != "measures" or bool(self.measures)

    def _completed(self, question: Question) -> Question:
        if question.options_from != "measures":
            return question
        measures = tuple(Option(number, {"nl": title}) for number, title in self.measures.items())
        return replace(question, options=measures + question.options)


def sheet_of(place: WaveComplex, wave: Wave) -> Sheet:
    """The sheet of a complex in a wave, as frozen, or as chosen now for a draft."""
    return Sheet(
        questionnaire=wave.asked(),
        measures={int(measure["id"]): str(measure["title"]) for measure in place.measures},
        place=place.pk or 0,
        wave_title=wave.title,
        complex_name=place.complex.name,
        is_open=wave.state == Wave.State.OPEN,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        outcome_on=wave.outcome_on,
        languages=tuple(wave.languages) or ("nl",),
    )


_remembered: dict[Any, tuple[float, Any]] = {}


def remember(key: Any, fetch: Callable[[], Any]) -> Any:
    """What `fetch` gave less than a minute ago. Never for anything of a resident."""
    known = _remembered.get(key)
    now = time.monotonic()
    if known is not None and known[0] > now:
        return known[1]
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.clear()
    found = fetch()
    _remembered[key] = (now + REMEMBER_SECONDS, found)
    return found


def sheet_for(place: int) -> Sheet | None:
    """The sheet of a WaveComplex; None when there is none, or none with questions."""

    def fetch() -> Sheet | None:
        found = WaveComplex.objects.select_related("wave", "complex").filter(pk=place).first()
        sheet = sheet_of(found, found.wave) if found else None
        return sheet if sheet and sheet.steps(()) else None

    sheet: Sheet | None = remember(("sheet", place), fetch)
    return sheet


def remembered_corporation() -> Corporation:
    """The corporation of this deployment, at most a minute old."""
    corporation: Corporation = remember("corporation", current_corporation)
    return corporation


def forget() -> None:
    """Forget what was remembered: for tests, and for a process that changes these things itself."""
    _remembered.clear()
