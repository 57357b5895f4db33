"""The pages for what went wrong: static words in the house style, without a database behind them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when more was sent than a form may hold."""
    too_big = isinstance(exception, RequestDataTooBig)
    name, status = ("413.html", 413) if too_big else ("400.html", 400)
    return render(request, name, status=status)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """403 for a form whose page was too old or came from elsewhere; the reason is not shown."""
    return render(request, "403_csrf.html", status=403)
