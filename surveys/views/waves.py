"""Waves: the list, a wave's page, its facts and its complexes."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from surveys.forms import ComplexesForm, WaveForm
from surveys.models import Wave
from surveys.services import counts, outlook
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
    Column("verschil", gettext_lazy("Zichtbaar verschil"), numeric=True),
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
        row.outlook = outlook.of_complex(row, expected)
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
        choose_complexes(wave, set(asked_for.values_list("pk", flat=True)))
        messages.success(request, _("De meting is aangemaakt als concept. Kies nu de complexen."))
        return redirect("surveys:wave_complexes", wave.code)
    return render(request, "surveys/wave_form.html", {"form": form, "wave": None})


@requires(Right.RUN_WAVES)
@atomic_post
def wave_edit(request: HttpRequest, code: str) -> HttpResponse:
    waves = Wave.objects.visible_to(request.user).filter(state=Wave.State.DRAFT)
    if request.method == "POST":
        waves = waves.select_for_update()
    wave = get_object_or_404(waves, code=code)
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
        chosen = _chosen(wave, complexes.search(request.GET.get("zoek", "")), request.POST)
        try:
            choose_complexes(wave, chosen)
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


def _chosen(wave: Wave, found: QuerySet[Complex], sent: QueryDict) -> set[int]:
    before = set(wave.wave_complexes.values_list("complex_id", flat=True))
    visible = set(found.values_list("pk", flat=True))
    if "alles" in sent:
        return before | visible
    if "niets" in sent:
        return before - visible
    form = ComplexesForm(sent, visible=visible)
    if not form.is_valid():
        return before
    return before - set(form.cleaned_data["shown"]) | set(form.cleaned_data["chosen"])


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
