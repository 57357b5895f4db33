"""When a session ends by itself, and that staff pass two doors before anything is shown."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import factors

BEGAN, SEEN = "began", "seen"  # seconds; `seen` is at most NOTE_EVERY old
NOTE_EVERY = 60

View = Callable[..., HttpResponseBase]


def before_second_factor(view: View) -> View:
    """Open the view to staff without a second factor as yet: setting it up, and going away."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


class SessionsEnd:
    """Middleware: ends a session after idle time and after its longest time; after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        # Without a cookie nobody asks for the session, so that residents' pages do not depend on one.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.user.is_anonymous:
            return None
        now, session = int(time.time()), request.session
        began, seen = session.get(BEGAN, now), session.get(SEEN, now)
        if not (0 <= now - seen < settings.SESSION_IDLE_SECONDS) or not (
            0 <= now - began < settings.SESSION_COOKIE_AGE
        ):
            return _end(request)
        if BEGAN not in session or now - seen >= NOTE_EVERY:
            session[BEGAN], session[SEEN] = began, now
        return None


def _end(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    messages.info(request, _("U bent uitgelogd omdat u een tijd niets deed. Log opnieuw in."))
    if request.method == "POST":
        lost = _(
            "Wat u net verstuurde, is niet bewaard. Ga terug in uw browser en kopieer het eerst."
        )
        messages.warning(request, lost)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


class SecondFactorFirst:
    """Middleware: staff without a proven second factor see only its set-up; after LoginRequiredMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        open_to_all = not getattr(view, "login_required", True)
        if open_to_all or settings.SKIP_SECOND_FACTOR or request.user.is_anonymous:
            return None
        user = request.user
        if user.is_partner or factors.is_proven(request):
            return None
        if factors.has_factor(user):  # set up elsewhere since this session began
            return _end(request)
        if getattr(view, "before_second_factor", False):
            return None
        return redirect("mfa_index")
