"""What a contact added to an answer is forgotten some time after the meeting; who came stays on record."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Participation
from proof import retention
from proof.retention import Due, Rule

ADDED = ~Q(remark="") | ~Q(stand_in_email="")


def register() -> None:
    """Called once when the app is ready."""
    retention.register(ANSWERS)


def _added(cutoff: datetime | None = None) -> QuerySet[Participation]:
    rows = Participation.objects.filter(ADDED)
    return rows.filter(meeting__ends_at__lt=cutoff) if cutoff else rows


ANSWERS = Rule(
    key="meetings.partner_answers",
    title=_("Opmerkingen van partners en adressen van vervangers"),
    kept=_("na de bijeenkomst"),
    note=_("Wie er was uitgenodigd, wat het antwoord was en wie er kwam, blijft staan."),
    days=90,
    least=7,
    most=365,
    find=lambda cutoff: [Due(_added(cutoff).count())],
    remove=lambda due, cutoff: _added(cutoff).update(remark="", stand_in_email=""),
    total=lambda: _added().count(),
    tables=(Participation._meta.db_table,),
)
