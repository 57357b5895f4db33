"""How long we keep who signed up: what people need goes first, then names, addresses and questions; notes last.

Residents read these periods when they sign up, so they can be made shorter and not longer.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import AdvanceQuestion, Meeting, Needs, Notice, Registration, TallyNote
from proof import retention
from proof.retention import Due, Rule
from proof.retention.registry import YEAR

FORTNIGHT, THREE_MONTHS = 14, 90
FROM_MEETING: dict[type[Model], str] = {
    Needs: "registrations__needs",
    Registration: "registrations",
    AdvanceQuestion: "advance_questions",
    TallyNote: "topics__notes",
}


def register() -> None:
    for rule in (NEEDS, REGISTRATIONS, QUESTIONS, TALLY_NOTES):
        retention.register(rule)


def _over(moment: datetime) -> QuerySet[Meeting]:
    """Meetings that ended before this moment, or were called off before it: whichever came first."""
    over = Meeting.objects.filter(Q(ends_at__lt=moment) | Q(cancelled_at__lt=moment))
    return over.order_by("ends_at", "pk")


def _finder(path: str) -> Callable[[datetime], list[Due]]:
    """Per meeting that is over how many rows it still has."""

    def find(cutoff: datetime) -> list[Due]:
        counted = _over(cutoff).annotate(rows=Count(path)).filter(rows__gt=0)
        return [Due(meeting.rows, str(meeting.pk), str(meeting)) for meeting in counted]

    return find


def _remover(model: type[Model], path: str) -> Callable[[Due, datetime], int]:
    def remove(due: Due, cutoff: datetime) -> int:
        _all, per_model = model._default_manager.filter(**{path: due.key}).delete()
        return per_model.get(model._meta.label, 0)

    return remove


def _meetings(path: str) -> Callable[[], list[tuple[str, str]]]:
    def things() -> list[tuple[str, str]]:
        holding = Meeting.objects.filter(**{f"{path}__isnull": False}).distinct()
        return [(str(meeting.pk), str(meeting)) for meeting in holding]

    return things


def _rule(model: type[Model], path: str, key: str, **words: Any) -> Rule:
    """A rule for rows of `model` whose meeting is at the other end of `path`."""
    from_meeting = FROM_MEETING[model]
    return Rule(
        key=key,
        find=_finder(from_meeting),
        remove=_remover(model, path),
        total=model._default_manager.count,
        things=_meetings(from_meeting),
        **words,
    )


NEEDS = _rule(
    Needs,
    "registration__meeting",
    "meetings.needs",
    title=_("Wat bewoners nodig hebben bij een bijeenkomst"),
    kept=_("na de bijeenkomst, of na het afzeggen"),
    note=_(
        "Tolk, rolstoelplek, ringleiding, kinderen. Bewoners lezen deze termijn bij het aanmelden."
    ),
    days=FORTNIGHT,
    least=1,
    most=FORTNIGHT,
    tables=(Needs._meta.db_table,),
)
REGISTRATIONS = _rule(
    Registration,
    "meeting",
    "meetings.registrations",
    title=_("Aanmeldingen van bewoners"),
    kept=_("na de bijeenkomst, of na het afzeggen"),
    note=_("Naam, mailadres, telefoon. Hoeveel mensen er kwamen, blijft."),
    days=THREE_MONTHS,
    least=FORTNIGHT,
    most=THREE_MONTHS,
    tables=(Registration._meta.db_table, Notice._meta.db_table, Needs._meta.db_table),
)
QUESTIONS = _rule(
    AdvanceQuestion,
    "meeting",
    "meetings.advance_questions",
    title=_("Vragen die bewoners vooraf stelden"),
    kept=_("na de bijeenkomst, of na het afzeggen"),
    note=_("Wat in het verslag staat, blijft daar staan."),
    days=THREE_MONTHS,
    least=FORTNIGHT,
    most=THREE_MONTHS,
    tables=(AdvanceQuestion._meta.db_table,),
)
TALLY_NOTES = _rule(
    TallyNote,
    "topic__meeting",
    "meetings.tally_notes",
    title=_("Aantekeningen van het turfbord"),
    kept=_("na de bijeenkomst, of na het afzeggen"),
    note=_("Wat er in de tent gezegd werd. De onderwerpen en hoe vaak zij zijn genoemd, blijven."),
    days=YEAR,
    least=30,
    most=2 * YEAR,
    tables=(TallyNote._meta.db_table,),
)
