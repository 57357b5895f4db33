"""What changed since the last wave: the pictures carry the change, the right column decides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from reports.content.document import Block, Box, ChangeRow, ChangeTable, Chapter, Paragraph
from reports.content.document import Verdict as Said
from reports.content.material import NOT_TOLD, Material, capital, verdict
from surveys.plotting import change_chart, difference_axis, difference_chart
from surveys.results import words
from surveys.results.types import Change, IndicatorResult, Measure, Tone, Verdict
from ui.charts.data import SCORE, SHARE, Axis, AxisChart, ChangeChart, DifferenceChart

C = TypeVar("C", ChangeChart, DifferenceChart)
DUMBBELL, DIFFERENCE = 152, 74  # widths of the two columns of pictures, in points


def chapter(material: Material) -> Chapter | None:
    """None in a first wave."""
    compared = material.compared()
    if not compared:
        return None
    told = [one for one in compared if _change(one).difference is not None]
    tables = [
        table
        for share in (False, True)
        if (table := _table(material, [one for one in told if _is_share(one) is share]))
    ]
    blocks: list[Block] = [Paragraph(_balance(compared), "lead")]
    for table in tables:
        blocks += [Paragraph(_reading(table), "small"), table]
    blocks += [*_untold(compared), _how_to_read(material, compared)]
    title = _("Wat veranderde sinds %(wave)s?") % {"wave": _earlier_name(material, compared)}
    return Chapter("verandering", title, tuple(blocks))


def in_order(compared: Sequence[IndicatorResult]) -> list[IndicatorResult]:
    """Worse first, then better, then what was not demonstrated; larger differences first."""

    def place(found: IndicatorResult) -> tuple[int, float]:
        change = _change(found)
        size = abs(change.difference or 0.0)
        if change.verdict in NOT_TOLD:
            return (3, 0.0)
        return ([Tone.WORSE, Tone.BETTER, Tone.NEUTRAL].index(change.tone), -size)

    return sorted(compared, key=place)


def _balance(compared: Sequence[IndicatorResult]) -> str:
    """How many figures are demonstrably worse and better, in one sentence."""
    told = [found for found in compared if _change(found).verdict not in NOT_TOLD]
    worse = sum(_change(found).tone is Tone.WORSE for found in told)
    better = sum(_change(found).tone is Tone.BETTER for found in told)
    if not told:
        return _("Geen van de cijfers is te vergelijken met de vorige meting.")
    if not worse and not better:
        return _(
            "Van de %(all)s cijfers die te vergelijken zijn, is er geen aantoonbaar beter of slechter."
        ) % {"all": len(told)}
    return _(
        "Van de %(all)s cijfers die te vergelijken zijn: %(worse)s aantoonbaar slechter, "
        "%(better)s aantoonbaar beter. Bij de andere is geen verandering aangetoond."
    ) % {"all": len(told), "worse": worse or _("geen"), "better": better or _("geen")}


def _table(material: Material, compared: Sequence[IndicatorResult]) -> ChangeTable | None:
    if not compared:
        return None
    share = _is_share(compared[0])
    axis = difference_axis([_change(found) for found in compared], share=share)
    return ChangeTable(
        earlier_name=_earlier_name(material, compared),
        later_name=material.name,
        unit=_("aandeel van de bewoners") if share else _("score van 0 (slecht) tot 10 (goed)"),
        axis=AxisChart(SHARE if share else SCORE, DUMBBELL),
        difference_axis=AxisChart(axis, DIFFERENCE),
        rows=tuple(_row(material, found, axis) for found in in_order(compared)),
    )


def _row(material: Material, found: IndicatorResult, axis: Axis) -> ChangeRow:
    measure, change = found.indicator.measure, _change(found)
    label = capital(
        (found.indicator.share_label if _is_share(found) else "") or found.indicator.label
    )
    scale = SHARE if _is_share(found) else SCORE
    chart = change_chart(found, material.names, later=material.result.wave.code, axis=scale)
    difference = difference_chart(label, change, axis)
    return ChangeRow(
        label=label,
        earlier=words.level_text(change.earlier, measure),
        later=words.level_text(found.level, measure),
        chart=_wide(chart, DUMBBELL) if chart else None,
        difference=words.difference_text(change, measure),
        margin=words.difference_margin_text(change, measure),
        difference_chart=_wide(difference, DIFFERENCE) if difference else None,
        verdict=_short(change),
    )


def _wide(chart: C, width: float) -> C:
    return replace(chart, width=width)


def _short(change: Change) -> Said:
    """The verdict in the words of a narrow column."""
    said = verdict(change)
    short = {Verdict.NO_CHANGE: _("niet aantoonbaar"), Verdict.TOO_FEW: _("te weinig antwoorden")}
    return replace(said, words=short.get(change.verdict, said.words))


def _untold(compared: Sequence[IndicatorResult]) -> list[Block]:
    """Which figures have no difference to show, by the reason."""
    reasons = {
        Verdict.TOO_FEW: _("Te weinig antwoorden om te vergelijken: %(labels)s."),
        Verdict.NOT_COMPARABLE: _("Anders gevraagd, dus niet te vergelijken: %(labels)s."),
    }
    found: list[Block] = []
    for reason, said in reasons.items():
        labels = [
            capital(one.indicator.share_label or one.indicator.label)
            for one in compared
            if _change(one).verdict is reason and _change(one).difference is None
        ]
        if labels:
            found.append(Paragraph(said % {"labels": ", ".join(labels)}, "small"))
    return found


def _reading(table: ChangeTable) -> str:
    return _(
        "%(unit)s. Open rondje: %(earlier)s. Dicht rondje: %(later)s. De lijn door een rondje is de marge."
    ) % {"unit": capital(table.unit), "earlier": table.earlier_name, "later": table.later_name}


def _how_to_read(material: Material, compared: Sequence[IndicatorResult]) -> Box:
    n, earlier_n = material.result.response.n, material.result.response.earlier_n
    counts = ""
    if n and earlier_n:
        counts = _(" met %(later)s en %(earlier)s deelnemers") % {"later": n, "earlier": earlier_n}
    return Box(
        _("Hoe leest u dit?"),
        (
            _(
                "De rechterkolom beslist. Een verschil is ‘aantoonbaar’ als het%(counts)s waarschijnlijk "
                "geen toeval is: de lijn van het verschil raakt de nul dan niet. Staat er ‘niet "
                "aantoonbaar’, dan is dat geen bewijs dat er niets veranderde. Bij veel "
                "vragen tegelijk is de toets strenger; daarom kan een lijn de nul net niet raken en "
                "het verschil toch niet aantoonbaar zijn."
            )
            % {"counts": counts},
            _(
                "Wat er tegelijk gebeurde staat bij het verloop. Een oorzaak laat dit onderzoek niet zien."
            ),
        ),
    )


def _earlier_name(material: Material, compared: Sequence[IndicatorResult]) -> str:
    return material.against(_change(compared[0]))


def _is_share(found: IndicatorResult) -> bool:
    return found.indicator.measure is Measure.SHARE


def _change(found: IndicatorResult) -> Change:
    if found.change is None:
        raise ValueError(f"{found.indicator.key} has nothing to compare with")
    return found.change
