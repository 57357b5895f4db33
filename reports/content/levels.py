"""The key figures with their margins, beside the rest of the corporation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.content.document import Block, Box, Chapter, LevelRow, LevelTable, Paragraph, Verdict
from reports.content.material import Material, capital, verdict
from surveys.plotting import level_chart
from surveys.results import words
from surveys.results.types import IndicatorResult, Shown


def chapter(material: Material) -> Chapter | None:
    """At most five figures, chosen before the wave; None when no key figure was asked."""
    found = material.result.key_indicators
    if not found:
        return None
    blocks: list[Block] = [
        Paragraph(_reading(found), "small"),
        LevelTable(tuple(_row(one) for one in found)),
    ]
    if material.result.response.shown is Shown.INDICATIVE:
        blocks.append(_indicative())
    return Chapter("kerncijfers", _("Kerncijfers"), tuple(blocks), new_page=False)


def _reading(found: Sequence[IndicatorResult]) -> str:
    said = _(
        "Deze cijfers zijn vóór de meting gekozen. Het rondje is het cijfer, de lijn de marge."
    )
    if any(one.rest for one in found):
        said += " " + _("Het streepje rechtop is het gemiddelde van de andere complexen.")
    return said


def figure_label(found: IndicatorResult) -> str:
    """ "Voelt zich wel eens onveilig" for a share, "Rapportcijfer veiligheid" for a mark."""
    return capital(found.indicator.share_label or found.indicator.label)


def _row(found: IndicatorResult) -> LevelRow:
    measure = found.indicator.measure
    rest = found.rest
    return LevelRow(
        label=figure_label(found),
        value=words.level_text(found.level, measure),
        margin=words.margin_text(found.level, measure),
        chart=level_chart(found),
        rest=words.level_text(rest.earlier, measure) if rest else "",
        verdict=verdict(rest) if rest else Verdict(""),
    )


def _indicative() -> Box:
    return Box(
        _("Indicatief"),
        (
            _(
                "Minder dan 30 bewoners deden mee. De cijfers geven een indruk: de marges zijn groot, "
                "en alleen grote verschillen zijn aantoonbaar."
            ),
        ),
    )
