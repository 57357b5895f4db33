"""Waves: the list, a wave's page, its facts and its complexes."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from surveys.forms import ComplexesForm, WaveForm
from surveys.models import Wave
from surveys.services import counts, locks, outlook
from surveys.services.closing import needs_finishing
from surveys.services.refusals import Refused
from surveys.services.waves import choose_complexes, delete_draft
from ui.forms import atomic_post
from ui.lists import Column, Listing, listing

COLUMNS = (
    Column("titel", gettext_lazy("Meting"), ("title",)),
    Column("code", gettext_lazy("Code"), ("code",)),
    Column("stand", gettext_lazy("Stand"), ("state", "-opens_on")),
    Column("periode", gettext_lazy("Periode"), ("opens_on",)),
    Column("complexen", gettext_lazy("Complexen"), ("complexes",), numeric=True),
)
PLACES = (
    Column("complex", gettext_lazy("Complex"), ("name",)),
    Column("woningen", gettext_lazy("Woningen"), ("asked", "name"), numeric=True),
)
RESPONSES = (Column("respons", gettext_lazy("Respons"), ("n", "name"), numeric=True),)
OUTLOOK = (
    Column("verwacht", gettext_lazy("Verwacht"), numeric=True),
    Column("verschil", gettext_lazy("Stijging met kans van 8 op 10"), numeric=True),
)
CHOICES = (
    Column("complex", gettext_lazy("Complex"), ("name",)),
    Column("plaats", gettext_lazy("Plaats"), ("place", "name")),
    Column("woningen", gettext_lazy("Woningen"), ("dwellings", "name"), numeric=True),
    Column("groep", gettext_lazy("Groep"), ("group__name", "name")),
)


def visible_wave(request: HttpRequest, code: str) -> Wave:
    """The wave, or 404 for who may not see it: fetching is authorising."""
    wave: Wave = get_object_or_404(
        Wave.objects.visible_to(request.user).select_related("questionnaire"), code=code
    )
    return wave


def held_wave(request: HttpRequest, code: str) -> Wave:
    """The same; when something is sent, nobody else changes it until the transaction ends."""
    wave = visible_wave(request, code)
    if request.method == "POST":
        locks.hold_state(wave.pk)
        wave = visible_wave(request, code)  # as it is now that nobody else can change it
    return wave


@requires(Right.SEE_WAVES)
def wave_list(request: HttpRequest) -> HttpResponse:
    waves = Wave.objects.visible_to(request.user).annotate(complexes=Count("wave_complexes"))
    found = listing(waves.defer("document"), request.GET, columns=COLUMNS, default="-periode")
    return render(request, "surveys/wave_list.html", {"listing": found})


@requires(Right.SEE_WAVES)
def wave_detail(request: HttpRequest, code: str) -> HttpResponse:
    wave, today = visible_wave(request, code), timezone.localdate()
    expected = outlook.read_rate(request.GET.get("verwacht"))
    total = counts.total(wave, today=today)
    context = {
        "wave": wave,
        "asked": wave.asked(),
        "total": total,
        "listing": _places(request, wave, today, expected),
        "expected": expected,
        "rates": outlook.RATES,
        "example": outlook.example(wave),
        "days_left": (wave.closes_on - today).days,
        "unfinished": needs_finishing(wave),
        "warnings": outlook.warnings(wave) if wave.state == Wave.State.DRAFT else [],
    }
    return render(request, "surveys/wave_detail.html", context)


def _places(request: HttpRequest, wave: Wave, today: date, expected: int) -> Listing:
    complexes = counts.complexes_with_responses(
        wave, Complex.objects.visible_to(request.user), today=today
    )
    columns = {
        Wave.State.DRAFT: PLACES + OUTLOOK,
        Wave.State.OPEN: PLACES + RESPONSES + OUTLOOK,
    }.get(Wave.State(wave.state), PLACES + RESPONSES)
    found = listing(complexes, request.GET, columns=columns, default="complex")
    for row in found.page:
        row.outlook = outlook.of_complex(wave, row, expected)
    return found


@requires(Right.RUN_WAVES)
@atomic_post
def wave_create(request: HttpRequest) -> HttpResponse:
    form = WaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wave = form.save()
        asked_for = Complex.objects.visible_to(request.user).filter(
            code=request.GET.get("complex", "")
        )
        choose_complexes(wave, adding=set(asked_for.values_list("pk", flat=True)))
        messages.success(request, _("De meting is aangemaakt als concept. Kies nu de complexen."))
        return redirect("surveys:wave_complexes", wave.code)
    return render(request, "surveys/wave_form.html", {"form": form, "wave": None})


@requires(Right.RUN_WAVES)
@atomic_post
def wave_edit(request: HttpRequest, code: str) -> HttpResponse:
    wave = held_wave(request, code)
    if wave.state != Wave.State.DRAFT:
        raise Http404
    form = WaveForm(request.POST if request.method == "POST" else None, instance=wave)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("%(title)s is bewaard.") % {"title": saved.title})
        return redirect(saved)
    return render(
        request, "surveys/wave_form.html", {"form": form, "wave": visible_wave(request, code)}
    )


@requires(Right.RUN_WAVES)
def wave_complexes(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the complexes of a draft: the ticked ones of this page, or all or none of those found."""
    wave = get_object_or_404(
        Wave.objects.visible_to(request.user), code=code, state=Wave.State.DRAFT
    )
    complexes = Complex.objects.visible_to(request.user)
    if request.method == "POST":
        adding, removing = _changes(complexes.search(request.GET.get("zoek", "")), request.POST)
        try:
            choose_complexes(wave, adding=adding, removing=removing)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(wave)
        if "verder" in request.POST:
            return redirect(wave)
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    found = listing(
        complexes.select_related("group"), request.GET, columns=CHOICES, default="complex"
    )
    chosen = set(wave.wave_complexes.values_list("complex_id", flat=True))
    context = {"wave": wave, "listing": found, "chosen": chosen}
    return render(request, "surveys/wave_complexes.html", context)


def _changes(found: QuerySet[Complex], sent: QueryDict) -> tuple[set[int], set[int]]:
    """What was ticked and unticked (ids); what a colleague chose meanwhile is left alone."""
    visible = set(found.values_list("pk", flat=True))
    if "alles" in sent:
        return visible, set()
    if "niets" in sent:
        return set(), visible
    form = ComplexesForm(sent, visible=visible)
    return (form.added(), form.removed()) if form.is_valid() else (set(), set())


@requires(Right.RUN_WAVES)
def wave_delete(request: HttpRequest, code: str) -> HttpResponse:
    wave = get_object_or_404(
        Wave.objects.visible_to(request.user), code=code, state=Wave.State.DRAFT
    )
    if request.method == "POST":
        try:
            delete_draft(wave)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(wave)
        messages.success(request, _("%(title)s is verwijderd.") % {"title": wave.title})
        return redirect("surveys:wave_list")
    return render(request, "surveys/wave_delete.html", {"wave": wave})
