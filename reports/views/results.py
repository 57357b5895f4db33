"""Results of a wave on screen: all complexes, one complex, a group, the corporation; and the export."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex, ReportingGroup
from proof.audit import record
from proof.models import Verb
from reports.exports import distributions_sheet, figures_sheet, wave_units
from reports.overview import COLUMNS, indicator_choices, key_strips, strips_of, unit_rows
from reports.screen import drawings, key_figures_first, result_page
from reports.subjects import Subject, complexes_of, report_query, result_of
from surveys import results
from surveys.figures import indicator_figure, response_figure
from surveys.models import Wave
from surveys.results.types import Strip, UnitResult
from ui.lists import row_listing

EXPORTS = {"cijfers.csv": figures_sheet, "verdelingen.csv": distributions_sheet}


@requires(Right.SEE_RESULTS)
def wave_results(request: HttpRequest, code: str) -> HttpResponse:
    wave = _wave(request, code)
    if wave.state != Wave.State.CLOSED:
        return _waiting(request, wave)
    corporation = key_figures_first(results.corporation_result(wave), wave)
    strips = key_strips(wave, corporation)
    pictured = strips_of(strips, corporation)
    context = {
        "wave": wave,
        "figures": [*map(indicator_figure, corporation.key_indicators)],
        "response": response_figure(corporation),
        "corporation_result": corporation,
        "choices": list(indicator_choices(strips)),
        "strips": pictured,
        "pictures": drawings(pictured),
        **_table(request, wave, strips),
    }
    return render(request, "reports/results_wave.html", context)


def _table(request: HttpRequest, wave: Wave, strips: list[Strip]) -> dict[str, object]:
    """The list of complexes for the figure in the query string, or else the first; empty without figures."""
    if not strips:
        return {}
    chosen = next((s for s in strips if s.indicator.key == request.GET.get("cijfer")), strips[0])
    rows = unit_rows(wave, chosen)
    found = row_listing(rows, request.GET, columns=COLUMNS, default="naam")
    return {"chosen": chosen.indicator.key, "listing": found}


@requires(Right.SEE_RESULTS)
def unit_results(request: HttpRequest, code: str, complex_code: str) -> HttpResponse:
    complex_ = get_object_or_404(Complex.objects.visible_to(request.user), code=complex_code)
    return _unit_page(request, code, complex_)


@requires(Right.SEE_RESULTS)
def group_results(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    group = get_object_or_404(ReportingGroup.objects.visible_to(request.user), pk=pk)
    return _unit_page(request, code, group)


@requires(Right.SEE_RESULTS)
def corporation_results(request: HttpRequest, code: str) -> HttpResponse:
    return _unit_page(request, code, None)


@requires(Right.EXPORT_RESULTS)
def results_export(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """cijfers.csv or verdelingen.csv, line by line; 404 for another name or a wave that is not closed."""
    wave = _wave(request, code)
    if wave.state != Wave.State.CLOSED or name not in EXPORTS:
        raise Http404
    record(request.user, Verb.EXPORTED, wave, file=name)
    lines = EXPORTS[name]().csv(wave_units(wave))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{wave.code}-{name}"'
    return response


def _wave(request: HttpRequest, code: str) -> Wave:
    return get_object_or_404(Wave.objects.visible_to(request.user), code=code)


def _waiting(request: HttpRequest, wave: Wave) -> HttpResponse:
    """No result of any kind before closing: only when it will be there."""
    return render(request, "reports/results_waiting.html", {"wave": wave})


def _unit_page(request: HttpRequest, code: str, subject: Subject | None) -> HttpResponse:
    """One complex, a group, or with None the corporation."""
    wave = _wave(request, code)
    if wave.state != Wave.State.CLOSED:
        return _waiting(request, wave)
    try:
        result = result_of(wave, subject) if subject else results.corporation_result(wave)
    except results.NotInWave as error:
        raise Http404 from error
    context: dict[str, object] = {"wave": wave, "result": result}
    context["complex"] = subject if isinstance(subject, Complex) else None
    if not result.visible:
        context["group_url"] = _group_url(wave, result)
        return render(request, "reports/results_too_few.html", context)
    complexes = complexes_of(wave, subject) if subject else ()
    page = result_page(wave, result, complexes=complexes, since=request.GET.get("sinds", ""))
    context |= {"page": page, "pictures": page.pictures}
    context["report_query"] = report_query(wave, subject) if subject else ""
    return render(request, "reports/results_unit.html", context)


def _group_url(wave: Wave, result: UnitResult) -> str:
    """Where a small complex's answers are shown together with others; "" when nowhere."""
    group = ReportingGroup.objects.filter(name=result.response.reported_with).first()
    return reverse("reports:group_results", args=[wave.code, group.pk]) if group else ""
