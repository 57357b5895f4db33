"""What a report is made from: the result, and what happened around the complex, read once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from string import ascii_uppercase

from django.utils.translation import gettext as _

from complexes.context import current_corporation
from complexes.models import Complex, Corporation, Incident, Measure, ReportingGroup
from reports.content.document import Happening, Verdict
from reports.subjects import Subject, complexes_of, result_of
from surveys import results
from surveys.models import Wave
from surveys.plotting import wave_names
from surveys.questions import Variable
from surveys.results import words
from surveys.results.types import Change, IndicatorResult, Strip, UnitKind, UnitRef, UnitResult
from surveys.results.types import Measure as Kind
from surveys.results.types import Verdict as Found
from ui import numbers
from ui.charts.data import Event, Tone

YEAR = timedelta(days=365)
NOT_TOLD = (Found.TOO_FEW, Found.NOT_COMPARABLE)  # verdicts that say nothing about the figure
SIGNS: dict[Tone, str] = {"better": "▲", "worse": "▼", "neutral": ""}


class NoReport(Exception):  # noqa: N818 - a state, said in words
    """This complex or group gets no report; the message says why and where its answers are."""


@dataclass(frozen=True)
class Occurrence:
    """A measure or incident with its dates in words. `event` only when it stands on the time axis."""

    starts_on: date
    ends_on: date
    when: str
    title: str
    kind: str
    event: Event | None = None

    def line(self) -> Happening:
        return Happening(self.event.letter if self.event else "", self.when, self.title, self.kind)


@dataclass(frozen=True)
class Material:
    """Everything the chapters read. `result` is after disclosure control.

    `complexes` are what it is about: one, those of a group, or () for the corporation.
    """

    wave: Wave
    complexes: tuple[Complex, ...]
    corporation: Corporation
    result: UnitResult
    strips: tuple[Strip, ...]
    occurrences: tuple[Occurrence, ...]  # oldest first

    @cached_property
    def names(self) -> dict[str, str]:
        """Wave code → short name, for every wave of this complex or group."""
        return wave_names([*self.result.earlier, self.result.wave])

    @property
    def unit(self) -> UnitRef:
        return self.result.unit

    @property
    def is_group(self) -> bool:
        return self.unit.kind is UnitKind.GROUP

    @property
    def name(self) -> str:
        """This wave: "2022"."""
        return self.names[self.result.wave.code]

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(found.event for found in self.occurrences if found.event)

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """What was asked in this wave, by variable."""
        return self.wave.asked().variables()

    def against(self, change: Change) -> str:
        """The name of the wave compared with; "" against the rest of the corporation."""
        return self.names.get(change.against.code, "") if change.against else ""

    def compared(self) -> list[IndicatorResult]:
        """The figures whose change is told: scores and marks, and shares that are key figures."""
        return [
            found
            for found in self.result.indicators
            if found.change
            and (found.indicator.measure is not Kind.SHARE or found.indicator.is_key)
        ]


def verdict(change: Change) -> Verdict:
    """The verdict in words, with the colour and sign of its tone."""
    tone: Tone = change.tone.value
    sign = "" if tone == "neutral" else ("▲" if (change.difference or 0) > 0 else "▼")
    return Verdict(words.verdict_text(change), tone, sign)


def capital(text: str) -> str:
    """First letter upper case, the rest as it was."""
    return text[:1].upper() + text[1:]


def collect(wave: Wave, subject: Subject) -> Material:
    """Read everything for one report.

    Raises NoReport when it may not be reported, results.WaveNotClosed, results.NotInWave.
    """
    result = result_of(wave, subject)
    if not result.visible:
        raise NoReport(_refusal(subject, result))
    complexes = complexes_of(wave, subject)
    return Material(
        wave=wave,
        complexes=complexes,
        corporation=current_corporation(),
        result=result,
        strips=results.strips(wave, results.default_strip_keys(wave)),
        occurrences=occurrences_of(complexes, result),
    )


def _refusal(subject: Subject, result: UnitResult) -> str:
    if isinstance(subject, ReportingGroup):
        return _(
            "Van de groep %(group)s zijn er te weinig antwoorden voor een rapport. "
            "De antwoorden tellen wel mee in de cijfers van de hele corporatie."
        ) % {"group": subject.name}
    if group := result.response.reported_with:
        return _(
            "Van %(complex)s zijn er te weinig antwoorden voor een eigen rapport. "
            "De antwoorden tellen mee in „%(group)s”."
        ) % {"complex": subject.name, "group": group}
    return _(
        "Van %(complex)s zijn er te weinig antwoorden voor een eigen rapport. "
        "De antwoorden tellen wel mee in de cijfers van de hele corporatie."
    ) % {"complex": subject.name}


def occurrences_of(complexes: Iterable[Complex], result: UnitResult) -> tuple[Occurrence, ...]:
    """Measures and incidents from a year before the first wave; letters in order of time.

    In a group each carries the name of its complex.
    """
    waves = [*result.earlier, result.wave]
    start, end = waves[0].opens_on - YEAR, result.wave.closes_on
    named = result.unit.kind is UnitKind.GROUP
    found = sorted(
        (
            replace(one, title=f"{complex_.name}: {one.title}") if named else one
            for complex_ in complexes
            for one in _happened(complex_)
            if one.ends_on >= start
        ),
        key=lambda one: (one.starts_on, one.title),
    )
    letters = iter([*ascii_uppercase, *ascii_uppercase.lower(), *map(str, range(1, 999))])
    return tuple(_lettered(one, letters, end) for one in found)


def _happened(complex_: Complex) -> Iterator[Occurrence]:
    yield from map(_measure, complex_.measures.all())
    yield from map(_incident, complex_.incidents.all())


def _lettered(found: Occurrence, letters: "iter[str]", end: date) -> Occurrence:  # type: ignore[valid-type]
    if found.event is None or found.starts_on > end:
        return Occurrence(found.starts_on, found.ends_on, found.when, found.title, found.kind)
    event = Event(
        found.event.kind, next(letters), found.title, found.event.starts_on, found.event.ends_on
    )
    return Occurrence(found.starts_on, found.ends_on, found.when, found.title, found.kind, event)


def _measure(measure: Measure) -> Occurrence:
    on: date = measure.date
    title = capital(measure.title)
    if measure.status == Measure.Status.IN_PLACE:
        event = Event("measure", "", title, on)
        return Occurrence(on, on, numbers.short_day(on), title, _("maatregel"), event)
    kind = f"{_('maatregel')}, {measure.get_status_display()}"
    return Occurrence(on, on, numbers.short_day(on), title, kind)


def _incident(incident: Incident) -> Occurrence:
    by_month = incident.precision == Incident.Precision.MONTH
    when = numbers.period(incident.starts_on, incident.ends_on, by_month=by_month)
    title = capital(incident.title)
    event = Event("incident", "", title, incident.starts_on, incident.ends_on)
    ends_on = incident.ends_on or incident.starts_on
    return Occurrence(incident.starts_on, ends_on, when, title, _("incident"), event)
