"""What makes a page public: nobody signs in, nothing is kept of a visit, nothing of it leaves.

`public_page` is for every page that residents and other outsiders see.
"""

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest, get_token
from django.template.loader import render_to_string
from django.utils.decorators import decorator_from_middleware
from django.utils.functional import SimpleLazyObject
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from surveys.respondent.sheet import remembered_corporation

logger = logging.getLogger("buurtpeil.public")
View = Callable[..., HttpResponseBase]

OUR_REFUSALS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


class WithoutReferrer(CsrfViewMiddleware):
    """Django's own check of the token, for pages that send no referrer.

    A browser told `no-referrer` posts with `Origin: null` and without a Referer, so those two cannot
    prove where a form came from. The token does, with a cookie that is SameSite=Strict (and __Host-
    over https); Sec-Fetch-Site says the rest where a browser sends it.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null":
            return request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
        return bool(super()._origin_verified(request))  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        if "HTTP_REFERER" in request.META:
            super()._check_referer(request)  # type: ignore[misc]
        elif request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
            raise RejectRequest("Sec-Fetch-Site")

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return page(request, "stale.html", _about(request), status=403)


_checked = decorator_from_middleware(WithoutReferrer)


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page for residents, made without a query; nothing in it comes from a session."""
    token = SimpleLazyObject(lambda: get_token(request))  # drawn only for a page with a form
    return HttpResponse(drawn(request, template, context or {}, token), status=status)


def drawn(request: HttpRequest, template: str, context: dict[str, Any], token: object) -> str:
    """A page as HTML, with what stands on every one of them."""
    around = {
        "corporation": remembered_corporation(),
        "demo": settings.DEMO,
        "csrf_token": token,
        "path": request.path,
    }
    return render_to_string(f"respondent/{template}", around | context)


def public_page(view: View) -> View:
    """Open to everybody; strict headers; an own check of the form's origin; failures that tell nothing.

    `is_public` lets it past everything that is for staff: see ui.middleware.public_pages.
    """
    answered = _checked(gzip_page(_without_a_trace(view)))

    @wraps(view)
    def with_headers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.get_host()  # refuses a name that is not ours
            response: HttpResponseBase = answered(request, *args, **kwargs)
        except OUR_REFUSALS as error:
            response = response_for_exception(request, error)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if isinstance(response, HttpResponse):
            response.headers["Content-Length"] = str(len(response.content))
        return response

    public: View = login_not_required(csrf_exempt(with_headers))
    public.is_public = True  # type: ignore[attr-defined]
    return public


def _without_a_trace(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except OUR_REFUSALS:
            raise
        except Exception as error:
            if settings.DEBUG:
                raise
            return _failed(request, error)

    return guarded


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    # Where it went wrong and what kind of error; never its words, which may quote what was answered.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    logger.error("A public page failed: %s in %s", type(error).__name__, where)
    return page(request, "failed.html", _about(request), status=500)


def _about(request: HttpRequest) -> dict[str, Any]:
    """Whether it was about the questionnaire, whose answers are on the device."""
    match = request.resolver_match
    return {"questionnaire": match is not None and match.app_name == "respondent"}
