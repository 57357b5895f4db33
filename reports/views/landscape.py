"""The overview of the corporation: all complexes for one figure of one closed wave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.roles import Right
from reports.landscape import COLUMNS, place_rows, reading, visible_complexes, with_trends
from reports.screen import drawings, key_figures_first
from surveys import results
from surveys.models import Wave
from surveys.plotting import funnel_chart
from surveys.results.types import IndicatorResult
from ui.lists import row_listing


@requires(Right.SEE_RESULTS)
def overview(request: HttpRequest) -> HttpResponse:
    waves = list(Wave.objects.visible_to(request.user).closed().defer("document"))[::-1]
    asked = request.GET.get("meting")
    wave = next((one for one in waves if one.code == asked), waves[0] if waves else None)
    figures = _figures(wave) if wave else []
    context: dict[str, object] = {"waves": waves, "wave": wave, "figures": figures}
    if wave and figures:
        asked = request.GET.get("cijfer")
        chosen = next((one for one in figures if one.indicator.key == asked), figures[0])
        context |= {"chosen": chosen.indicator, **_beside(request, wave, chosen)}
    return render(request, "reports/overview.html", context)


def _figures(wave: Wave) -> list[IndicatorResult]:
    """The key figures of a wave in the order chosen; without any, its first figure."""
    corporation = key_figures_first(results.corporation_result(wave), wave)
    return list(corporation.key_indicators or corporation.indicators[:1])


def _beside(request: HttpRequest, wave: Wave, chosen: IndicatorResult) -> dict[str, object]:
    indicator = chosen.indicator
    found = results.funnel(wave, indicator.key)
    rows = place_rows(wave, indicator, visible_complexes(request.user), found)
    listing = row_listing(rows, request.GET, columns=COLUMNS, default="naam")
    context: dict[str, object] = {
        "corporation_level": chosen.level,
        "listing": with_trends(listing, wave, indicator),
    }
    if found:
        chart = funnel_chart(found)
        context |= {"funnel": chart, "reading": reading(found), "strict": found.rounded}
        context["pictures"] = drawings([chart])
    return context
