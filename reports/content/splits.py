"""One figure by one background at a time: only splits of which every group may be shown."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from reports.content.document import Block, Chapter, Paragraph, PlainTable
from reports.content.levels import figure_label
from reports.content.material import Material, capital
from surveys.results import words
from surveys.results.types import IndicatorResult, Split, Subgroup


def chapter(material: Material) -> Chapter | None:
    """Every figure that may be split, for the page; None when there is none: results leave those out whole."""
    return _chapter(material.result.splits, _reading())


def key_figures(material: Material) -> Chapter | None:
    """Of the key figures only, for the report: among thirty untested figures some differ by chance alone."""
    chosen = [split for split in material.result.splits if split.indicator.is_key]
    more = len(chosen) < len(material.result.splits)
    return _chapter(chosen, f"{_reading()} {_elsewhere()}" if more else _reading())


def _chapter(splits: Sequence[Split], reading: str) -> Chapter | None:
    if not splits:
        return None
    blocks: list[Block] = [Paragraph(reading, "small")]
    ordered = sorted(splits, key=lambda split: split.background)
    for background, found in groupby(ordered, key=lambda split: split.background):
        blocks += _tables(background, list(found))
    return Chapter(
        "bewonersgroepen", _("Verschillen tussen bewoners"), tuple(blocks), new_page=False
    )


def _tables(background: str, splits: list[Split]) -> list[PlainTable]:
    """One table per background; figures that have other groups get a table of their own."""
    tables = []
    for labels, found in groupby(splits, key=lambda split: [group.label for group in split.groups]):
        rows = [
            (_label(split), *(_cell(split, group) for group in split.groups)) for split in found
        ]
        tables.append(PlainTable((capital(background), *labels), tuple(rows)))
    return tables


def _label(split: Split) -> str:
    return figure_label(IndicatorResult(split.indicator, split.groups[0].level, None))


def _cell(split: Split, group: Subgroup) -> str:
    """ "6,1 (5,6 – 6,6)": the value with its margin."""
    value = words.level_text(group.level, split.indicator.measure)
    margin = words.margin_text(group.level, split.indicator.measure)
    return f"{value} ({margin})" if margin else value


def _reading() -> str:
    return _(
        "Tussen haakjes de marge. Verschillen tussen groepen zijn niet getoetst: overlappen de marges, dan "
        "kan het verschil toeval zijn. Een indeling staat er alleen als elke groep groot genoeg is."
    )


def _elsewhere() -> str:
    return _("Hier staan de kerncijfers; de corporatie heeft ook de andere cijfers per groep.")
