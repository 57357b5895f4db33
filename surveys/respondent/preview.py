"""Residents' screens for staff to look at: the same templates, nothing of anybody's answers."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import override

from complexes.models import Measure
from surveys.models import Wave, WaveComplex
from surveys.questions import Questionnaire
from surveys.respondent.blocks import Block, blocks_of
from surveys.respondent.screens import drawn
from surveys.respondent.sheet import Sheet, Step, sheet_of

EXAMPLE_MEASURES = {1: "camera’s in de hal", 2: "nieuwe verlichting in de berging"}


@dataclass(frozen=True)
class Screen:
    """One screen: its words, its inputs as HTML, and its questions for paper."""

    heading: str
    intro: str
    title: str
    html: SafeString
    blocks: tuple[Block, ...]


def example_sheet(questionnaire: Questionnaire) -> Sheet:
    """A questionnaire as some complex would see it, with two measures made up."""
    return Sheet(questionnaire=questionnaire, measures=EXAMPLE_MEASURES)


def wave_sheet(wave: Wave, place: WaveComplex) -> Sheet:
    """A complex in a wave: as frozen, or in a draft as it would be frozen now."""
    if wave.state == Wave.State.DRAFT:
        in_place = place.complex.measures.filter(status=Measure.Status.IN_PLACE)
        place.measures = [
            {"id": measure.pk, "title": measure.title}
            for measure in in_place.order_by("in_place_on", "pk")
        ]
    return sheet_of(place, wave)


def screens_of(sheet: Sheet, language: str) -> list[Screen]:
    """All screens, the follow-up of every measure among them."""
    with override(language):
        return [_screen(step, language) for step in sheet.steps(sheet.measures.keys())]


def _screen(step: Step, language: str) -> Screen:
    return Screen(
        heading=step.words("heading", language),
        intro=step.words("intro", language),
        title=step.words("title", language),
        html=drawn(step, language, None),
        blocks=blocks_of(step, language),
    )
