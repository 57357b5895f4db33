"""What results and reports bring to the home page: the newest outcome, what got worse, what to publish."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import home
from accounts.access import may
from accounts.home import Need, Section
from accounts.roles import Right
from complexes.models import Complex
from surveys import results
from surveys.figures import sign
from surveys.models import Wave
from surveys.results import words
from surveys.results.types import Change, Indicator, StripPoint, Tone, UnitKind
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User

ROWS = 5  # of a list on the home page; the rest is behind its link


def register() -> None:
    """Called once when the app is ready."""
    home.register(needs=result_needs)


def result_needs(user: "User", today: date) -> Iterator[Section]:
    """Of the newest closed wave: where its outcome is, what is demonstrably worse, what has no report yet."""
    if not may(user, Right.SEE_RESULTS):
        return
    wave = Wave.objects.visible_to(user).closed().last()
    if wave is None:
        return
    if may(user, Right.PUBLISH_REPORTS):
        yield _to_publish(wave, user)
    worse = worse_places(wave)
    yield Section(_("Nieuwste uitslag"), (_newest(wave, len(worse)),))
    yield Section(
        title=_("Aantoonbaar slechter dan de meting ervoor"),
        needs=tuple(_worse(wave, one) for one in worse[:ROWS]),
        url=reverse("reports:wave_results", args=[wave.code]),
        link=_("Alle complexen"),
        note=_("%(shown)s van %(all)s complexen.") % {"shown": ROWS, "all": len(worse)}
        if len(worse) > ROWS
        else "",
    )


@dataclass
class Worse:
    """A complex with the key figures that are demonstrably worse, the wave's first key figure first."""

    point: StripPoint
    figures: list[tuple[Indicator, Change]] = field(default_factory=list)


def worse_places(wave: Wave) -> list[Worse]:
    """Complexes with a key figure demonstrably worse than in the wave before; most such figures first."""
    found: dict[str, Worse] = {}
    for strip in results.strips(wave, results.default_strip_keys(wave)):
        for point in strip.points:
            if point.unit.kind is UnitKind.COMPLEX and _is_worse(point):
                one = found.setdefault(point.unit.code, Worse(point))
                one.figures.append((strip.indicator, point.change))  # type: ignore[arg-type]
    return sorted(found.values(), key=lambda one: (-len(one.figures), one.point.unit.name))


def _is_worse(point: StripPoint) -> bool:
    return point.change is not None and point.change.tone is Tone.WORSE


def _newest(wave: Wave, worse: int) -> Need:
    told = _("gesloten op %(day)s") % {"day": numbers.day(wave.closes_on)}
    if not worse:
        told += " · " + _("geen kerncijfer van een complex is aantoonbaar slechter")
    url = reverse("reports:wave_results", args=[wave.code])
    return Need(title=wave.title, url=url, subtitle=told)


def _worse(wave: Wave, one: Worse) -> Need:
    indicator, change = one.figures[0]
    others = [words.subject(found).lower() for found, _change in one.figures[1:]]
    told = words.subject(indicator)
    if others:
        told = _("%(figure)s; ook: %(others)s") % {"figure": told, "others": ", ".join(others)}
    return Need(
        title=one.point.unit.name,
        url=reverse("reports:unit_results", args=[wave.code, one.point.unit.code]),
        subtitle=told,
        pill=words.pill_text(change, indicator.measure),
        tone="worse",
        sign=sign(change),
    )


def _to_publish(wave: Wave, user: "User") -> Section:
    """The complexes of the wave that may be reported and have no edition of it."""
    reported = results.reported_complexes(wave)
    missing = Complex.objects.visible_to(user).filter(pk__in=reported).exclude(editions__wave=wave)
    names = list(missing.order_by("name", "code").values_list("code", "name"))
    create = reverse("reports:edition_create")
    told = {"missing": len(names), "all": len(reported), "wave": wave.title}
    return Section(
        title=_("Rapporten om uit te geven"),
        needs=tuple(
            Need(name, f"{create}?{urlencode({'meting': wave.code, 'complex': code})}")
            for code, name in names[:ROWS]
        ),
        url=reverse("reports:edition_list"),
        link=_("Alle rapporten"),
        note=_("Van %(wave)s hebben %(missing)s van de %(all)s complexen nog geen rapport.") % told,
    )
