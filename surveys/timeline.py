"""What waves add to the timeline of a complex and to its key figures: only what may be shown."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.roles import Right
from complexes import timeline
from complexes.timeline import Entry, KeyFigure
from surveys.figures import front_figures, front_indicators
from surveys.models import Wave
from surveys.results import unit_result, words
from surveys.results.types import UnitResult
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex


def register() -> None:
    """Called once when the app is ready."""
    timeline.register(entries=wave_entries, figures=wave_figures)


def wave_entries(complex_: "Complex", user: "User") -> Iterator[Entry]:
    """Every opened wave this complex took part in: closed with its answers, open without a number."""
    for wave in _waves(complex_, user):
        yield _closed(wave, complex_) if wave.state == wave.State.CLOSED else _open(wave)


def wave_figures(complex_: "Complex", user: "User") -> list[KeyFigure]:
    """Mark, share and response of the latest closed wave; nothing before the first one closes."""
    latest = next((w for w in _waves(complex_, user) if w.state == w.State.CLOSED), None)
    if latest is None or not may(user, Right.SEE_RESULTS):
        return []
    return front_figures(unit_result(latest, complex_), url=_results_url(latest, complex_))


def _waves(complex_: "Complex", user: "User") -> list[Wave]:
    """Opened waves, latest first."""
    waves = Wave.objects.visible_to(user).filter(wave_complexes__complex=complex_)
    return list(waves.exclude(state=Wave.State.DRAFT).order_by("-closes_on", "-pk"))


def _closed(wave: Wave, complex_: "Complex") -> Entry:
    subtitle = " · ".join(_told(unit_result(wave, complex_)))
    return Entry(
        kind="wave",
        starts_on=wave.closes_on,
        when=numbers.short_day(wave.closes_on),
        title=_("%(wave)s gesloten") % {"wave": wave.title},
        subtitle=subtitle,
        url=_results_url(wave, complex_),
        link=_("uitslag"),
    )


def _told(result: UnitResult) -> Iterator[str]:
    """How many answered and the front figures, or why they are not shown."""
    response = result.response
    if response.n is not None:
        yield _("%(n)s antwoorden") % {"n": numbers.whole(response.n)}
    elif response.reported_with:
        yield _("te weinig antwoorden; meegeteld in %(group)s") % {"group": response.reported_with}
    else:
        yield _("te weinig antwoorden om te laten zien")
    for found in front_indicators(result):
        if found.level.visible:
            level = words.level_text(found.level, found.indicator.measure)
            yield f"{words.subject(found.indicator).lower()} {level}"


def _open(wave: Wave) -> Entry:
    closing = wave.state == wave.State.CLOSING
    return Entry(
        kind="wave",
        starts_on=wave.opens_on,
        when=numbers.short_day(wave.opens_on),
        title=_("%(wave)s loopt") % {"wave": wave.title},
        subtitle=_("tot en met %(day)s; uitslag na sluiting")
        % {"day": numbers.day(wave.closes_on)},
        pill=_("wordt gesloten") if closing else _("loopt"),
        url=wave.get_absolute_url(),
        link=_("meting"),
    )


def _results_url(wave: Wave, complex_: "Complex") -> str:
    # by name only: the reports app stands above this one
    return reverse("reports:unit_results", args=[wave.code, complex_.code])
