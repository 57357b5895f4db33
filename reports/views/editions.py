"""Editions of reports: the list, making one, downloading."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes.models import Complex, ReportingGroup
from proof.audit import record
from proof.models import Verb
from reports.content.material import NoReport
from reports.forms import ReportForm
from reports.models import Edition
from reports.services import draft_pdf, edition_pdf, file_name, publish_edition
from reports.subjects import Subject, asked_as, draft_url, report_query, result_of, results_url
from reports.views.files import closed_wave
from surveys import results
from surveys.models import Wave
from ui.lists import Column, listing
from ui.pdf import SettingFailed, pdf_answer

COLUMNS = (
    Column("complex", gettext_lazy("Complex of groep"), ("name", "-wave__closes_on", "-number")),
    Column("meting", gettext_lazy("Meting"), ("wave__closes_on", "name")),
    Column("uitgave", gettext_lazy("Uitgave"), ("number",), numeric=True),
    Column("datum", gettext_lazy("Uitgegeven op"), ("published_on", "id")),
    Column("door", gettext_lazy("Door"), ("published_by__name",)),
    Column("delen", gettext_lazy("Delen")),
)
REFUSALS = (NoReport, SettingFailed, results.NotInWave, results.WaveNotClosed)


@requires(Right.SEE_RESULTS)
def edition_list(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.visible_to(request.user).without_content()
    found = listing(editions, request.GET, columns=COLUMNS, default="-datum")
    return render(request, "reports/edition_list.html", {"listing": found})


@requires(Right.PUBLISH_REPORTS)
def edition_create(request: HttpRequest) -> HttpResponse:
    """First which report, then a look at the draft, then publishing it."""
    user = cast(User, request.user)  # the door is closed to anybody else
    asked = request.POST if request.method == "POST" else request.GET
    form = ReportForm(asked if asked.get("meting") else None, user=user, initial=request.GET.dict())
    if not form.is_valid():
        return render(request, "reports/edition_form.html", {"form": form})
    wave, subject = form.cleaned_data["meting"], form.cleaned_data["subject"]
    if request.method != "POST":
        return _confirm(request, wave, subject)
    try:
        edition = publish_edition(subject, wave, user=user, now=timezone.now())
    except REFUSALS as refusal:
        return _refused(request, wave, subject, refusal)
    messages.success(
        request,
        _("%(edition)s is uitgegeven. De cijfers en woorden liggen vast.") % {"edition": edition},
    )
    return redirect(f"{request.path}?{report_query(wave, subject)}")


@requires(Right.SEE_RESULTS)
def edition_download(request: HttpRequest, pk: int) -> HttpResponse:
    editions = Edition.objects.visible_to(request.user).select_related("complex", "group", "wave")
    edition = get_object_or_404(editions, pk=pk)
    name = file_name(edition.subject, edition.wave, edition.number)
    pdf = edition_pdf(edition)
    record(request.user, Verb.OPENED_REPORT, edition)
    return pdf_answer(pdf, name)


@requires(Right.SEE_RESULTS)
def report_preview(request: HttpRequest, code: str, complex_code: str) -> HttpResponse:
    """The draft as it would be published now; nothing is stored."""
    complexes = Complex.objects.visible_to(request.user)
    return _preview(request, code, get_object_or_404(complexes, code=complex_code))


@requires(Right.SEE_RESULTS)
def group_preview(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """As `report_preview`, of a reporting group."""
    groups = ReportingGroup.objects.visible_to(request.user)
    return _preview(request, code, get_object_or_404(groups, pk=pk))


def _preview(request: HttpRequest, code: str, subject: Subject) -> HttpResponse:
    wave = closed_wave(request, code)
    try:
        pdf = draft_pdf(subject, wave)
    except results.NotInWave as error:
        raise Http404 from error
    except REFUSALS as refusal:
        return _refused(request, wave, subject, refusal)
    record(request.user, Verb.OPENED_REPORT, subject, words=f"{subject} {wave}", draft=True)
    return pdf_answer(pdf, file_name(subject, wave, None))


def _confirm(request: HttpRequest, wave: Wave, subject: Subject) -> HttpResponse:
    """What will be published, the editions so far, or why there can be no report."""
    editions = Edition.objects.visible_to(request.user).without_content()
    context = {
        "wave": wave,
        "subject": subject,
        "asked": asked_as(subject),
        "results_url": results_url(wave, subject),
        "draft_url": draft_url(wave, subject),
        "result": result_of(wave, subject),
        "editions": editions.about(subject, wave),
    }
    return render(request, "reports/edition_confirm.html", context)


def _refused(
    request: HttpRequest, wave: Wave, subject: Subject, refusal: Exception
) -> HttpResponse:
    """Say why there is no report, on the page where one can go on."""
    words = (
        str(refusal)
        if isinstance(refusal, NoReport)
        else _("Dit rapport kan nu niet worden gemaakt.")
    )
    messages.error(request, words)
    return redirect(results_url(wave, subject))
