"""The door list and the board, each a page that a tablet keeps, with batches that it sends."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes.context import current_corporation
from meetings.forms.batches import BOARD, DOOR, KeyForm, UnreadableBatch, read_batch
from meetings.models import Meeting
from meetings.services.batches import Answer
from meetings.services.board import take_tally
from meetings.services.door import take_arrivals
from meetings.services.errors import MeetingError
from meetings.summaries.tablets import board_state, device_may_not_know, door_state
from meetings.views.fetching import actor, meeting_of
from proof.audit import record
from proof.models import Verb

PARTS = ("state", "sync", "worker", "manifest")
STATIC = (
    "ui/tokens.css",
    "meetings/tablet.css",
    "meetings/keep.js",
    "meetings/tablet.js",
    "ui/icon.svg",
    "fonts/buurtpeil-sans-regular.woff2",
    "fonts/buurtpeil-sans-semibold.woff2",
    "fonts/buurtpeil-sans-bold.woff2",
)
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Tablet:
    """One of the two pages: its name in the addresses, and how its batches are read, taken and answered.

    `looked_at` are the words of the log, where looking shows who is there.
    """

    name: str
    title: Any
    kinds: Mapping[str, type[KeyForm]]
    take: Callable[[Meeting, list[Any], User], list[Answer]]
    state: Callable[[Meeting], dict[str, Any]]
    looked_at: Any = ""

    def url(self, meeting: Meeting, part: str = "") -> str:
        return reverse(f"meetings:{self.name}{part}", args=[meeting.pk])


DOOR_LIST = Tablet(
    "door",
    gettext_lazy("Deurlijst"),
    DOOR,
    lambda meeting, rows, by: take_arrivals(meeting, rows, by=by),
    door_state,
    gettext_lazy("deurlijst van %s"),
)
TALLY_BOARD = Tablet(
    "board",
    gettext_lazy("Turfbord"),
    BOARD,
    lambda meeting, rows, _by: take_tally(meeting, rows),
    board_state,
)


def with_worker(view: View) -> View:
    """A page whose content policy lets it have a service worker of this site."""
    changed: View = csp_update({"worker-src": [SELF]})(view)  # type: ignore[assignment]
    return changed


@requires(Right.KEEP_DOOR)
@require_GET
@with_worker
def page(request: HttpRequest, pk: int, tablet: Tablet) -> HttpResponse:
    """Without anything of a resident or of who is signed in: the tablet keeps it on disk."""
    meeting = meeting_of(request, pk)
    looks = request.headers.get("Sec-Fetch-Dest", "document") == "document"  # not the worker
    if tablet.looked_at and looks:
        record(request.user, Verb.LOOKED_AT, meeting, words=tablet.looked_at % meeting)
    urls = {part: tablet.url(meeting, f"_{part}") for part in PARTS}
    context = {"meeting": meeting, "accent": _accent(), "urls": urls}
    return render(request, f"meetings/{tablet.name}.html", context)


@requires(Right.KEEP_DOOR)
@require_GET
def worker(request: HttpRequest, pk: int, tablet: Tablet) -> HttpResponse:
    """The service worker. It lies below its page, so that it has no say over any other address."""
    files = [static(name) for name in (*STATIC, f"meetings/{tablet.name}.js")]
    house_style = f"{reverse('complexes:house_style')}?kleur={_accent()}"
    address = tablet.url(meeting_of(request, pk))
    kept = [address, house_style, *files]
    version = hashlib.sha256(repr(kept).encode()).hexdigest()[:12]
    context = {"page": json.dumps(address), "kept": json.dumps(kept), "version": version}
    return render(
        request, "meetings/worker.js", context, content_type="text/javascript; charset=utf-8"
    )


@requires(Right.KEEP_DOOR)
@require_GET
def manifest(request: HttpRequest, pk: int, tablet: Tablet) -> JsonResponse:
    """What makes it a page to put on the home screen: a name, a picture, and where it begins and ends."""
    meeting = meeting_of(request, pk)
    address = tablet.url(meeting)
    icon = {"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    words = {"name": f"{tablet.title} · {meeting.title}", "short_name": str(tablet.title)}
    places = dict.fromkeys(("id", "start_url", "scope"), address)
    return JsonResponse({**places, "display": "standalone", "icons": [icon], **words})


@requires(Right.KEEP_DOOR)
@require_GET
def state(request: HttpRequest, pk: int, tablet: Tablet) -> JsonResponse:
    return JsonResponse(_state(request, meeting_of(request, pk), tablet))


@requires(Right.KEEP_DOOR)
@require_POST
def sync(request: HttpRequest, pk: int, tablet: Tablet) -> JsonResponse:
    """An answer to every row, and how things stand after them."""
    meeting = meeting_of(request, pk)
    try:
        answers = tablet.take(meeting, read_batch(request, tablet.kinds), actor(request))
    except UnreadableBatch as wrong:
        return JsonResponse({"words": str(wrong)}, status=wrong.status)
    except MeetingError as wrong:
        return JsonResponse({"words": str(wrong)}, status=409)
    told = [answer.as_json() for answer in answers]
    return JsonResponse({"answers": told, **_state(request, meeting, tablet)})


def _state(request: HttpRequest, meeting: Meeting, tablet: Tablet) -> dict[str, Any]:
    """`over` says why a device must forget; there is nothing to know then."""
    over = device_may_not_know(meeting, timezone.now())
    shown = {} if over else tablet.state(meeting)
    return {"token": get_token(request), "over": over, "shown": shown}


def _accent() -> str:
    return current_corporation().accent.lstrip("#")
