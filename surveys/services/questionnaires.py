"""Choosing what is asked: copying and removing questionnaires, and a wave's own questions."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import OwnQuestion, Questionnaire, Wave
from surveys.services import locks
from surveys.services.refusals import NotInThisState, Refused


class Shipped(Refused):
    message = gettext_lazy(
        "Deze vragenlijst hoort bij Buurtpeil en verandert niet. Maak een kopie en wijzig die."
    )


class AskedNow(Refused):
    message = gettext_lazy(
        "Een meting met deze vragenlijst is nu open. Wijzigen kan weer als die gesloten is. "
        "Of maak een kopie en wijzig die."
    )


class ChosenByWaves(Refused):
    """`titles`: the waves that hold the questionnaire."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__(titles)
        self.message = _(
            "Deze vragenlijst is gekozen in: %(titles)s. Daarom blijft zij bewaard. "
            "Staat een meting nog in concept? Kies daar een andere vragenlijst."
        ) % {"titles": ", ".join(titles)}


def check_changeable(questionnaire: Questionnaire) -> None:
    """Raises Shipped or AskedNow for a questionnaire that may only be copied."""
    if questionnaire.shipped:
        raise Shipped
    if questionnaire.waves.filter(state__in=[Wave.State.OPEN, Wave.State.CLOSING]).exists():
        raise AskedNow


def copy_questionnaire(source: Questionnaire) -> Questionnaire:
    """A new questionnaire with the same questions, under the first free name."""
    with transaction.atomic():
        taken = set(Questionnaire.objects.values_list("name", flat=True))
        return Questionnaire.objects.create(
            name=_free_name(source.name, taken), codes=list(source.codes)
        )


def delete_questionnaire(questionnaire: Questionnaire) -> None:
    """Remove it; raises Shipped, or ChosenByWaves when a wave holds it."""
    with transaction.atomic():
        if questionnaire.shipped:
            raise Shipped
        if titles := list(questionnaire.waves.values_list("title", flat=True)):
            raise ChosenByWaves(titles)
        questionnaire.delete()


def save_own_questions(wave: Wave, entries: Sequence[dict[str, Any]]) -> None:
    """Replace a draft wave's own questions by these, in this order; raises NotInThisState.

    An entry has the fields of OwnQuestion but `wave` and `position`.
    """
    with transaction.atomic():
        locks.hold_state(wave.pk)
        if Wave.objects.get(pk=wave.pk).state != Wave.State.DRAFT:
            raise NotInThisState
        wave.own_questions.all().delete()
        OwnQuestion.objects.bulk_create(
            OwnQuestion(wave=wave, position=position, **entry)
            for position, entry in enumerate(entries, start=1)
        )


def _free_name(name: str, taken: set[str]) -> str:
    for number in range(1, len(taken) + 2):
        ending = _(" (kopie)") if number == 1 else _(" (kopie %(number)s)") % {"number": number}
        candidate = name[: 80 - len(ending)] + ending
        if candidate not in taken:
            return candidate
    raise AssertionError("more names than questionnaires")
