"""When a session ends by itself, and that staff pass two doors before anything is shown."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import factors

BEGAN, SEEN = "began", "seen"  # seconds; `seen` is at most NOTE_EVERY old
NOTE_EVERY = 60

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class SessionEnd:
    """When a session ends by itself, in seconds from now, and whose it is: for the page's script."""

    left: int
    idle: int
    who: str  # a name of the account that says nothing


def session_end(request: HttpRequest) -> SessionEnd:
    """Of somebody who is signed in, after this request was noted."""
    now, session = int(time.time()), request.session
    began, seen = session.get(BEGAN, now), session.get(SEEN, now)
    idle = settings.SESSION_IDLE_SECONDS
    left = min(seen + idle, began + settings.SESSION_COOKIE_AGE) - now
    who = salted_hmac("accounts.sessions.who", str(request.user.pk)).hexdigest()[:16]
    return SessionEnd(max(0, left), idle, who)


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
            "Wat u net verstuurde, is niet bewaard. Na het inloggen komt u terug op die bladzijde; wat u "
            "typte, staat daar meestal nog klaar."
        )
        messages.warning(request, lost)
    return redirect_to_login(_page_of(request))


def _page_of(request: HttpRequest) -> str:
    """Where somebody was: the page itself, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    hosts, secure = {request.get_host()}, request.is_secure()
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=hosts, require_https=secure):
        return "/"
    page = urlsplit(came_from)
    return urlunsplit(("", "", page.path, page.query, "")) or "/"


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
