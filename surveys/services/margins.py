"""Known numbers of all dwellings of a complex, to weigh its answers by: entered before closing, never after."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from surveys.models import Wave, WaveComplex
from surveys.questions import Kind, Question, Questionnaire
from surveys.services import locks
from surveys.services.refusals import MarginsDoNotFit, NotInThisState

Margins = Mapping[str, Mapping[str, int]]  # question → option → dwellings; cells without are absent
CAN_CHANGE = (Wave.State.DRAFT, Wave.State.OPEN)  # until closing nobody has seen an answer
OWN = "eigen"  # theme of a corporation's own questions: which entrance, which type of dwelling


def margin_questions(asked: Questionnaire) -> tuple[Question, ...]:
    """What a wave asks that can be known of every dwelling: its background and its own questions."""
    return tuple(
        question
        for question in asked
        if question.kind is Kind.SINGLE
        and (question.background or question.theme == OWN)
        and len(cells_of(question)) > 1
    )


def cells_of(question: Question) -> tuple[str, ...]:
    """The options that make a cell of a margin; "zeg ik liever niet" is none."""
    return tuple(str(option.code) for option in question.options if option.valid)


def dwellings_of(place: WaveComplex) -> int | None:
    """N: as frozen, or in a draft as it would be frozen now."""
    return place.dwellings or place.complex.dwellings


def set_margins(place: WaveComplex, margins: Margins) -> None:
    """Store what is known of all dwellings; {} for no weighting.

    Raises, with nothing changed, NotInThisState once closing has begun, and MarginsDoNotFit when a
    question or answer is not asked or a margin does not add up to N.
    """
    with transaction.atomic():
        locks.hold_state(place.wave_id)
        wave = Wave.objects.get(pk=place.wave_id)
        if wave.state not in CAN_CHANGE:
            raise NotInThisState
        kept = {
            code: {cell: n for cell, n in cells.items() if n} for code, cells in margins.items()
        }
        if not fits(kept, wave.asked(), dwellings_of(place)):
            raise MarginsDoNotFit([place.complex.name])
        WaveComplex.objects.filter(pk=place.pk).update(margins=kept)
    place.margins = kept


def fits(margins: Margins, asked: Questionnaire, dwellings: int | None) -> bool:
    """Whether these numbers are about questions of this wave and each adds up to N."""
    known = {question.code: set(cells_of(question)) for question in margin_questions(asked)}
    return all(
        len(cells) > 1
        and set(cells) <= known.get(code, set())
        and min(cells.values()) > 0
        and sum(cells.values()) == dwellings
        for code, cells in margins.items()
    )


def misfits(places: Iterable[WaveComplex], asked: Questionnaire) -> list[str]:
    """Names of complexes whose numbers no longer fit the questions or the number of dwellings."""
    return [
        place.complex.name
        for place in places
        if not fits(place.margins, asked, dwellings_of(place))
    ]
