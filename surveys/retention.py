"""The rule of retention for what residents wrote."""

from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proof import retention
from proof.retention import Cap, Due, Rule
from proof.retention.registry import YEAR
from surveys.models import CallRequest, FreeText, LetterAddress, Wave
from surveys.results.reading import forget
from surveys.services import calls, custody, letters


def register() -> None:
    for rule in (FREE_TEXTS, CALLS, ADDRESSES, CUSTODY):
        retention.register(rule)


def _with_texts() -> QuerySet[Wave]:
    return Wave.objects.filter(state=Wave.State.CLOSED, free_texts__isnull=False)


def _due(cutoff: datetime) -> list[Due]:
    """Per closed wave: over before this day, and not read in from a file after it."""
    day = timezone.localdate(cutoff)
    waves = _with_texts().filter(closes_on__lt=day).exclude(import_run__imported_on__gte=day)
    counted = waves.order_by("closes_on", "pk").values_list("pk", "title")
    return [
        Due(count, str(pk), title)
        for pk, title, count in counted.annotate(count=Count("free_texts"))
    ]


def _remove(due: Due, cutoff: datetime) -> int:
    removed, _per_model = FreeText.objects.filter(wave_id=due.key).delete()
    forget()
    return removed


def _waves() -> list[tuple[str, str]]:
    found = _with_texts().distinct().order_by("-closes_on").values_list("pk", "title", "code")
    return [(str(pk), f"{title} ({code})") for pk, title, code in found]


FREE_TEXTS = Rule(
    key="surveys.free_texts",
    title=_("Wat bewoners in eigen woorden schreven"),
    kept=_("na de laatste dag van de meting, of na het inlezen"),
    note=_("Gelezen of niet. Wat in een uitgegeven rapport staat, blijft daar staan."),
    days=YEAR,
    least=30,
    most=2 * YEAR,
    find=_due,
    remove=_remove,
    total=FreeText.objects.count,
    cap=Cap(share=0.5, free=100, number=5000),
    tables=(FreeText._meta.db_table,),
    things=_waves,
)

CALLS = Rule(
    key="surveys.calls",
    title=_("Terugbelverzoeken van bewoners"),
    kept=_("na de week waarin is gebeld, of waarin iemand het vroeg"),
    note=_("Naam en telefoonnummer, los van alle antwoorden."),
    period=_("4 weken, ongebeld 13 weken"),
    days=0,
    find=lambda cutoff: [Due(calls.outlived(cutoff).count())],
    remove=lambda due, cutoff: calls.forget_call_requests(cutoff),
    total=CallRequest.objects.count,
    tables=(CallRequest._meta.db_table,),
)
ADDRESSES = Rule(
    key="surveys.letter_addresses",
    title=_("Adressen voor brieven"),
    kept=_("na het inlezen"),
    note=_("Sluit de meting eerder, dan gaan zij meteen weg. Er staat geen naam of code bij."),
    days=28,
    least=1,
    most=91,
    find=lambda cutoff: [Due(letters.outlived(timezone.localdate(cutoff)).count())],
    remove=lambda due, cutoff: letters.outlived(timezone.localdate(cutoff)).delete()[0],
    total=LetterAddress.objects.count,
    tables=letters.TABLES,
)
CUSTODY = Rule(
    key="surveys.custody",
    title=_("Sleutel van een bewaarder, op weg naar het sluiten"),
    kept=_("na het inleveren"),
    note=_("Versleuteld. Meestal is hij na een paar tellen al weg."),
    period=_("1 uur"),
    days=0,
    find=lambda cutoff: [Due(len(custody.expired(now=cutoff)))],
    remove=lambda due, cutoff: custody.remove_expired(now=cutoff),
    total=lambda: 0,
)
