"""Staff pages of complexes (to be filled)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from complexes.context import current_corporation


def complex_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("complexen")


def complex_create(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nieuw")


def complex_detail(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(code)


def complex_edit(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(code)


@login_not_required
def house_style(request: HttpRequest) -> HttpResponse:
    accent = current_corporation().accent
    return HttpResponse(f":root{{--accent:{accent}}}", content_type="text/css")
