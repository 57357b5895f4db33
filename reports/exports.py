"""The permitted figures of a closed wave as tables for a spreadsheet: exactly what the pages show, never more.

Every cell comes from `surveys.results`; what is hidden there is an empty cell here, with the reason beside it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from complexes.context import current_corporation
from complexes.models import Complex, ReportingGroup
from sheets.writing import Book, Column, Row, csv_lines
from surveys import results as results_of
from surveys.models import Wave
from surveys.results import words
from surveys.results.types import (
    Band,
    Change,
    Distribution,
    IndicatorResult,
    Level,
    Measure,
    Shown,
    UnitKind,
    UnitResult,
)
from ui import numbers


def wave_units(wave: Wave) -> Iterator[UnitResult]:
    """Every complex and group of a closed wave, and the corporation last. Raises WaveNotClosed."""
    complexes = Complex.objects.filter(wave_complexes__wave=wave).order_by("name", "pk")
    for complex_ in complexes:
        yield results_of.unit_result(wave, complex_)
    groups = ReportingGroup.objects.filter(wavecomplex__wave=wave).distinct().order_by("name")
    for group in groups:
        yield results_of.group_result(wave, group)
    yield results_of.corporation_result(wave)


@dataclass(frozen=True)
class Sheet:
    """A table with explained columns; `rows_of` gives the rows of one unit."""

    title: str
    columns: tuple[Column, ...]
    rows_of: Callable[[UnitResult], Iterable[Row]]

    def csv(self, results: Iterable[UnitResult]) -> Iterator[str]:
        """Its lines, unit by unit."""
        return csv_lines(self.columns, (row for result in results for row in self.rows_of(result)))


def figures_sheet() -> Sheet:
    """One row per unit and indicator: level, margin, n, change since the wave before, verdict."""
    return Sheet(_("Cijfers"), (*_unit_columns(), *_figure_columns()), _figure_rows)


def distributions_sheet() -> Sheet:
    """One row per unit, variable and answer, of this wave."""
    return Sheet(_("Verdelingen"), (*_unit_columns(), *_distribution_columns()), _distribution_rows)


def response_sheet() -> Sheet:
    """One row per unit: who took part."""
    columns = (
        *_unit_columns(),
        Column(_("antwoorden"), _("Aantal woningen dat antwoordde."), 11),
        Column(_("woningen"), _("Aantal woningen in de meting; leeg als het niet bekend is."), 11),
        Column(_("respons %"), _("Antwoorden per honderd woningen."), 11),
        Column(_("getoond"), _("Waarom een cijfer er wel of niet staat."), 22),
        Column(_("meegeteld in"), _("De groep waarin een klein complex meetelt."), 26),
    )
    return Sheet(_("Respons"), columns, lambda result: [_response_row(result)])


def texts_sheet() -> Sheet:
    """Released free texts: read, and shortened where needed, by a person."""
    columns = (
        *_unit_columns(),
        Column(_("tekst"), _("Zoals vrijgegeven door een medewerker."), 90),
    )
    return Sheet(
        _("Teksten"), columns, lambda result: ((*_unit(result), text) for text in result.texts)
    )


def write_workbook(wave: Wave, file: IO[bytes], report: Callable[[int, int], None]) -> None:
    """All sheets, the explanation first, unit by unit; `report` hears (done, total). Raises WaveNotClosed."""
    sheets = [figures_sheet(), distributions_sheet(), response_sheet(), texts_sheet()]
    total = _unit_count(wave)
    with Book() as book:
        _explain(book, wave, sheets)
        pages = [(sheet, book.add(sheet.title, sheet.columns)) for sheet in sheets]
        for done, result in enumerate(wave_units(wave)):
            report(done, total)
            for sheet, page in pages:
                for row in sheet.rows_of(result):
                    page.append(row)
        book.save(file)


def _unit_count(wave: Wave) -> int:
    places = wave.wave_complexes.all()
    return places.count() + places.values("group").exclude(group=None).distinct().count() + 1


def _explain(book: Book, wave: Wave, sheets: Iterable[Sheet]) -> None:
    """What the workbook holds, how the figures were made, and what every column means."""
    columns = (
        Column(_("onderwerp"), "", 18),
        Column(_("kolom"), "", 24),
        Column(_("uitleg"), "", 110),
    )
    page = book.add(_("Uitleg"), columns)
    period = numbers.period(wave.opens_on, wave.closes_on)
    corporation = current_corporation().name
    page.append((_("Meting"), "", f"{wave.title} · {period} · {corporation}"))
    if wave.note:
        page.append((_("Bijzonderheden"), "", wave.note))
    for line in _method(wave):
        page.append((_("Zo leest u dit"), "", line))
    for sheet in sheets:
        for column in sheet.columns:
            page.append((sheet.title, column.head, column.explanation))


# Columns ------------------------------------------------------------------------------------------


def _unit_columns() -> tuple[Column, ...]:
    return (
        Column(_("soort"), _("Complex, rapportagegroep of de hele corporatie."), 12),
        Column(_("code"), _("Code van het complex; leeg voor een groep of de corporatie."), 10),
        Column(_("naam"), _("Naam van het complex, de groep of de corporatie."), 28),
    )


def _figure_columns() -> tuple[Column, ...]:
    percent = _("Aandelen in procenten; scores van 0 tot 10 (10 is veilig); cijfers van 1 tot 10.")
    return (
        Column(_("sleutel"), _("Vaste code van het cijfer."), 10),
        Column(_("cijfer"), _("Waar het cijfer over gaat."), 44),
        Column(_("eenheid"), _("%, score 0–10 of rapportcijfer 1–10."), 14),
        Column(_("kerncijfer"), _("Ja als het vóór de meting als kerncijfer was gekozen."), 10),
        Column(_("getoond"), _("Waarom een cijfer er wel of niet staat."), 22),
        Column(_("waarde"), percent, 9),
        Column(_("marge van"), _("Ondergrens van de 95%-marge."), 9),
        Column(_("marge tot"), _("Bovengrens van de 95%-marge."), 9),
        Column(_("n"), _("Aantal geldige antwoorden op deze vraag."), 7),
        Column(_("ongewogen"), _("De waarde zonder weging; leeg als er niet is gewogen."), 10),
        Column(_("vergeleken met"), _("De vorige vergelijkbare meting van dit complex."), 18),
        Column(_("toen"), _("De waarde in die meting."), 9),
        Column(_("verschil"), _("Nu min toen; bij aandelen in procentpunten."), 9),
        Column(_("verschil van"), _("Ondergrens van de 95%-marge van het verschil."), 9),
        Column(_("verschil tot"), _("Bovengrens van de 95%-marge van het verschil."), 9),
        Column(
            _("p aangepast"),
            _("Kans op zo’n verschil door toeval, aangepast voor het aantal vergelijkingen."),
            10,
        ),
        Column(_("oordeel"), _("Alleen «aantoonbaar» is meer dan toeval."), 30),
        Column(_("rest"), _("De rest van de corporatie, zonder dit complex zelf."), 9),
        Column(_("oordeel rest"), _("Dit complex vergeleken met de rest."), 30),
    )


def _distribution_columns() -> tuple[Column, ...]:
    return (
        Column(_("variabele"), _("Vaste code van de vraag of het onderdeel."), 10),
        Column(_("vraag"), _("Korte woorden voor de vraag."), 44),
        Column(_("meting"), _("De meting waar deze verdeling bij hoort."), 18),
        Column(_("getoond"), _("Waarom een verdeling er wel of niet staat."), 22),
        Column(_("n"), _("Aantal geldige antwoorden."), 7),
        Column(_("antwoord"), _("Het antwoord; onder de 50 antwoorden samen in drie delen."), 34),
        Column(_("aandeel %"), _("Van de geldige antwoorden. «Niet gescoord»: van alle."), 10),
        Column(_("telt mee"), _("Nee voor «weet niet», «niet van toepassing» en zo."), 9),
    )


def _method(wave: Wave) -> tuple[str, ...]:
    strict = wave.disclosure == "strict"
    return (
        _(
            "Eén woning, één antwoord. Een complex staat er apart in vanaf 10 antwoorden en 20 woningen."
        ),
        _(
            "Een leeg vak betekent: niet gevraagd, niet bekend of te weinig antwoorden om te laten zien."
        ),
        _("De marge is het 95%-interval. Met minder dan 30 antwoorden is een cijfer indicatief."),
        _(
            "Een verschil is «aantoonbaar» als het waarschijnlijk geen toeval is. Is het dat niet, dan is "
            "dat geen bewijs dat er niets veranderde. Na is niet door: een oorzaak laat dit niet zien."
        ),
        _("Percentages en aantallen zijn afgerond (strenge regels).")
        if strict
        else _("Deze tabellen hebben precies dezelfde cijfers als de uitslag op het scherm."),
    )


# Rows ---------------------------------------------------------------------------------------------


def _unit(result: UnitResult) -> Row:
    kinds = {
        UnitKind.COMPLEX: _("complex"),
        UnitKind.GROUP: _("groep"),
        UnitKind.CORPORATION: _("corporatie"),
    }
    code = result.unit.code if result.unit.kind is UnitKind.COMPLEX else ""
    return kinds[result.unit.kind], code, result.unit.name


def _response_row(result: UnitResult) -> Row:
    response = result.response
    rate = None if response.rate is None else _scaled(response.rate, Measure.SHARE)
    return (
        *_unit(result),
        response.n,
        response.dwellings,
        rate,
        _shown(response.shown),
        response.reported_with,
    )


def _figure_rows(result: UnitResult) -> Iterator[Row]:
    for found in result.indicators:
        yield (*_unit(result), *_figure(found))


def _figure(found: IndicatorResult) -> Row:
    indicator = found.indicator
    units = {
        Measure.SHARE: "%",
        Measure.SCORE: _("score 0–10"),
        Measure.MARK: _("cijfer 1–10"),
    }
    label = indicator.label
    if indicator.share_label:
        label = f"{label}: {indicator.share_label}"
    return (
        indicator.key,
        label,
        units[indicator.measure],
        _("ja") if indicator.is_key else _("nee"),
        _shown(found.level.shown),
        *_level(found.level, indicator.measure),
        _scaled(found.level.unweighted, indicator.measure),
        *_change(found.change, indicator.measure),
        _scaled(found.rest.earlier.value, indicator.measure) if found.rest else None,
        words.verdict_text(found.rest) if found.rest else "",
    )


def _level(level: Level, measure: Measure) -> Row:
    return (
        _scaled(level.value, measure),
        _scaled(level.low, measure),
        _scaled(level.high, measure),
        level.n,
    )


def _change(change: Change | None, measure: Measure) -> Row:
    if change is None:
        return ("", None, None, None, None, None, "")
    return (
        change.against.title if change.against else "",
        _scaled(change.earlier.value, measure),
        _scaled(change.difference, measure),
        _scaled(change.low, measure),
        _scaled(change.high, measure),
        None if change.p_adjusted is None else round(change.p_adjusted, 4),
        words.verdict_text(change),
    )


def _distribution_rows(result: UnitResult) -> Iterator[Row]:
    labels = {found.indicator.variable: found.indicator.label for found in result.indicators}
    for variable, distributions in result.distributions.items():
        unit = (*_unit(result), variable, labels.get(variable, variable))
        for found in distributions:
            if found.wave == result.wave:  # earlier waves have an export of their own
                yield from _bands(unit, found)


def _bands(unit: Row, found: Distribution) -> Iterator[Row]:
    head = (*unit, found.wave.title)
    if not found.bands:
        yield (*head, _shown(found.shown), found.n, "", None, "")
    for bands, counts in ((found.bands, _("ja")), (found.not_scored, _("nee"))):
        for band in bands:
            shown = found.shown if band.shown is Shown.FULL else band.shown
            yield (*head, _shown(shown), found.n, band.label, _percent(band), counts)


def _percent(band: Band) -> float | None:
    return _scaled(band.share, Measure.SHARE)


def _scaled(value: float | None, measure: Measure) -> float | None:
    """Shares as percentages; one decimal for those, two for scores and marks."""
    if value is None:
        return None
    return round(value * 100, 1) if measure is Measure.SHARE else round(value, 2)


def _shown(shown: Shown) -> str:
    return {
        Shown.FULL: _("volledig"),
        Shown.INDICATIVE: _("indicatief"),
        Shown.BELOW_TEN_PERCENT: _("minder dan 10%"),
        Shown.ABOVE_NINETY_PERCENT: _("meer dan 90%"),
        Shown.TOO_FEW: _("te weinig antwoorden"),
    }[shown]
