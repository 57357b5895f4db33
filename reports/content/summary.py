"""The page a director reads in a minute, and the page with residents' own words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from reports.content.document import (
    Block,
    Chapter,
    Figure,
    Figures,
    Happenings,
    Heading,
    Matter,
    Matters,
    Paragraph,
    Quotes,
    Verdict,
)
from reports.content.levels import figure_label
from reports.content.material import NOT_TOLD, YEAR, Material, Occurrence, verdict
from surveys.results import words
from surveys.results.types import Change, IndicatorResult, Measure, UnitKind
from surveys.results.types import Verdict as Found
from ui import numbers

THREE = 3
MANY = 6  # lines under "intussen" before the reader is sent to the page with all of them
DEMONSTRATED = (Found.HIGHER, Found.LOWER)


def chapter(material: Material) -> Chapter:
    """Lead, three large figures, three things that matter, and what happened meanwhile."""
    blocks: list[Block] = [Paragraph(lead(material), "lead"), Figures(tuple(_figures(material)))]
    if matters := _matters(material):
        blocks += [Heading(_("Drie dingen die ertoe doen")), Matters(matters)]
    if material.unit.kind is not UnitKind.CORPORATION:  # what happened belongs to complexes
        blocks += _meanwhile_blocks(material)
    return Chapter("in-het-kort", _("In het kort"), tuple(blocks))


def _meanwhile_blocks(material: Material) -> list[Block]:
    meanwhile = _meanwhile(material)
    blocks: list[Block] = [Heading(_meanwhile_title(material))]
    if meanwhile:
        blocks.append(Happenings(tuple(one.line() for one in meanwhile[:MANY])))
        said = _("Na is niet hetzelfde als door: een oorzaak laat dit onderzoek niet zien.")
        if len(meanwhile) > MANY:
            said = _("En meer; zie het verloop. ") + said
        blocks.append(Paragraph(said, "small"))
    else:
        blocks.append(Paragraph(_("Er zijn geen maatregelen of incidenten vastgelegd.")))
    return blocks


def quotes_chapter(material: Material) -> Chapter | None:
    """Texts that a person has read, shortened and released; None without any."""
    if not material.result.texts:
        return None
    said = _(
        "Bewoners konden zelf iets opschrijven. Een medewerker las alles, haalde eruit wat naar iemand "
        "kan verwijzen, en koos wat hier staat. Het is een greep, geen telling."
    )
    blocks = (Paragraph(said, "small"), Quotes(material.result.texts))
    return Chapter("bewoners", _("Wat bewoners zeggen"), blocks, new_page=False)


def lead(material: Material) -> str:
    """One or two sentences about the mark for safety, or else about the first key figure."""
    found = material.result.indicator("R1")
    if found is None or not found.level.visible:
        shown = [one for one in material.result.key_indicators if one.level.visible]
        return _other_lead(shown[0]) if shown else _("Er zijn te weinig antwoorden voor cijfers.")
    value = words.level_text(found.level, Measure.MARK)
    start = _("Bewoners van %(complex)s geven de veiligheid in en om hun gebouw ") % {
        "complex": _("de groep %(group)s") % {"group": material.unit.name}
        if material.is_group
        else material.unit.name
    }
    if found.change is None:
        return start + _("gemiddeld een %(value)s. Dit is de eerste meting.") % {"value": value}
    return start + _mark_change(material, found.change, value)


def _mark_change(material: Material, change: Change, value: str) -> str:
    told = {
        Found.HIGHER: _(
            "een hoger cijfer dan in %(wave)s: een %(value)s. Toen was het een %(earlier)s."
        ),
        Found.LOWER: _(
            "een lager cijfer dan in %(wave)s: een %(value)s. Toen was het een %(earlier)s."
        ),
        Found.ABOUT_EQUAL: _(
            "een %(value)s. Dat is ongeveer hetzelfde als in %(wave)s (%(earlier)s)."
        ),
        Found.NO_CHANGE: _(
            "een %(value)s. In %(wave)s was het een %(earlier)s; dat verschil kan toeval zijn."
        ),
        Found.TOO_FEW: _("een %(value)s. Met %(wave)s vergelijken kan niet: te weinig antwoorden."),
        Found.NOT_COMPARABLE: _(
            "een %(value)s. Met %(wave)s vergelijken kan niet: er is toen anders gevraagd."
        ),
    }[change.verdict]
    earlier = words.level_text(change.earlier, Measure.MARK)
    return told % {"value": value, "wave": material.against(change), "earlier": earlier}


def _other_lead(found: IndicatorResult) -> str:
    value = words.level_text(found.level, found.indicator.measure)
    if found.change is None:
        return f"{figure_label(found)}: {value}."
    return f"{figure_label(found)}: {value}. {words.change_sentences(found, found.change)}"


def _figures(material: Material) -> Iterable[Figure]:
    """Two key figures and the response."""
    shown = [one for one in material.result.key_indicators if one.level.visible]
    for found in shown[:2]:
        yield _key_figure(found)
    yield response_figure(material)


def _key_figure(found: IndicatorResult) -> Figure:
    measure = found.indicator.measure
    margin = words.margin_text(found.level, measure)
    said = Verdict(words.pill_text(found.change, measure)) if found.change else Verdict("")
    if found.change:
        tone = verdict(found.change)
        said = Verdict(said.words, tone.tone, tone.sign)
    return Figure(
        value=words.level_text(found.level, measure),
        label=figure_label(found),
        note=_("marge %(margin)s") % {"margin": margin} if margin else "",
        verdict=said,
    )


def response_figure(material: Material) -> Figure:
    """How many took part; of how many when that is known."""
    response = material.result.response
    n = numbers.whole(response.n or 0)
    earlier = _earlier_response(material)
    if response.dwellings is None or response.rate is None:
        return Figure(n, _("deelnemers"), _("het aantal woningen is niet bekend"), Verdict(earlier))
    value = _("%(n)s van %(all)s") % {"n": n, "all": numbers.whole(response.dwellings)}
    note = _("%(rate)s van de woningen") % {"rate": numbers.percent(response.rate)}
    return Figure(value, _("woningen deden mee"), note, Verdict(earlier))


def _earlier_response(material: Material) -> str:
    response = material.result.response
    if not material.result.earlier or response.earlier_n is None:
        return ""
    wave = material.names[material.result.earlier[-1].code]
    if response.earlier_rate is not None:
        return _("in %(wave)s was dat %(rate)s") % {
            "wave": wave,
            "rate": numbers.percent(response.earlier_rate),
        }
    return _("in %(wave)s waren het er %(n)s") % {"wave": wave, "n": response.earlier_n}


def _matters(material: Material) -> tuple[Matter, ...]:
    """At most three: demonstrated changes and differences with the rest, then the key figures as they are.

    Of those, what can be compared comes before what cannot. What residents think of a measure is about that
    measure, so it does not count here. One per question.
    """
    about = [one for one in material.result.indicators if one.indicator.theme != "maatregelen"]
    shown = [one for one in material.result.key_indicators if one.level.visible]
    weighed = _compared(sorted(about, key=_weight))
    told: list[tuple[IndicatorResult, Change | None]] = [
        *((one, change) for one, change in weighed if change.verdict in DEMONSTRATED),
        *((one, change) for one, change in _compared(shown) if change.verdict not in NOT_TOLD),
        *((one, None) for one in shown),
    ]
    found: dict[str, Matter] = {}
    for one, change in told:
        found.setdefault(one.indicator.variable, _matter(one, change))
    return tuple(found.values())[:THREE]


def _compared(found: Sequence[IndicatorResult]) -> list[tuple[IndicatorResult, Change]]:
    """Every figure beside the wave before, and then every figure beside the rest."""
    made = [(one, one.change) for one in found] + [(one, one.rest) for one in found]
    return [(one, change) for one, change in made if change]


def _weight(found: IndicatorResult) -> tuple[bool, float]:
    """Key figures first, then the larger change."""
    size = abs(found.change.difference or 0.0) if found.change else 0.0
    scale = 1.0 if found.indicator.measure is Measure.SHARE else 10.0
    return not found.indicator.is_key, -size / scale


def _matter(found: IndicatorResult, change: Change | None) -> Matter:
    if change is None:
        value = words.level_text(found.level, found.indicator.measure)
        return Matter(figure_label(found), f"{value}.")
    return Matter(figure_label(found), words.change_sentences(found, change), change.tone.value)


def _meanwhile(material: Material) -> list[Occurrence]:
    """Since the last wave, or in the year before a first one; nothing planned for later."""
    earlier = material.result.earlier
    start = earlier[-1].closes_on if earlier else material.result.wave.opens_on - YEAR
    end = material.result.wave.closes_on
    return [
        one
        for one in material.occurrences
        if one.event and one.ends_on > start and one.starts_on <= end
    ]


def _meanwhile_title(material: Material) -> str:
    if not material.result.earlier:
        return _("Wat gebeurde er in het jaar ervoor?")
    wave = material.names[material.result.earlier[-1].code]
    return _("Wat gebeurde er sinds %(wave)s?") % {"wave": wave}
